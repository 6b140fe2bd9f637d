provider "databricks" {
  host = "prod.cloud.databricks.com"
}

resource "databricks_grant" "sales" {
  catalog    = "SALES" # expect: grants-single-authority
  principal  = "engineers"
  privileges = ["USE_CATALOG"]
}
