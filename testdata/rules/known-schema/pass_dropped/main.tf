# What the schema does not have at the top of what an override file changes, Terraform drops.
resource "databricks_schema" "base" {
  name         = "base"
  catalog_name = "main"
  owned_by     = "engineers"
}

resource "databricks_job" "override" {
  name = "override"
}

data "databricks_group" "engineers" {
  display_name = "engineers"
}

provider "databricks" {
  hots = "https://dbc-1234.cloud.databricks.com"
}

module "team" {
  source = "./team"
  notes {}
}
