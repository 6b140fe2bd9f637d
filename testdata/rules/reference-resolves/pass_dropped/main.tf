# Terraform drops these arguments and blocks before it looks at what they name.
# problems: what they are is not known.
resource "databricks_schema" "base" {
  name         = "base"
  catalog_name = "main"
  nickname     = var.missing
}

module "team" {
  source   = "./team"
  name     = "other"
  nickname = local.missing
}
