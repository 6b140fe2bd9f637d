# The provider takes the id of the workspace out of the query.
provider "databricks" {
  host = "https://acme.databricks.com/?o=123"
}

resource "databricks_job" "etl" {
  name = "etl"
}
