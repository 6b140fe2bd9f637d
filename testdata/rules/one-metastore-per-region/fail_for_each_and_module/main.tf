# Two teams name one region in a map; a module makes a third metastore there.
variable "metastores" {
  type = map(object({ region = string }))
  default = {
    sales   = { region = "eu-west-1" }
    finance = { region = "eu-west-1" }
    us      = { region = "us-east-1" }
  }
}

resource "databricks_metastore" "this" {
  for_each = var.metastores

  name   = each.key
  region = each.value.region # expect: one-metastore-per-region
}

module "team" {
  source = "./team"
  zone   = "us-east-1a"
}
