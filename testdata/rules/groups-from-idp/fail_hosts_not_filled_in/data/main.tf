provider "databricks" {
  host = "https://<your-workspace>.cloud.databricks.com"
}

resource "databricks_grant" "pilots" {
  catalog    = "berths"
  principal  = "pilots"
  privileges = ["USE_CATALOG"]
}
