provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000000"
}

resource "databricks_metastore" "this" {
  name   = "example"
  region = "eu-west-1" # undecided: one-metastore-per-region
}
