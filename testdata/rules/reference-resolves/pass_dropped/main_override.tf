resource "databricks_schema" "base" {
  notes {
    text = databricks_group.missing.id
  }
}

module "team" {
  name = "data"
}
