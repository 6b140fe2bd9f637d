provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000002"
}

resource "databricks_metastore" "elsewhere" {
  name   = "elsewhere"
  region = "eu-west-1"
}
