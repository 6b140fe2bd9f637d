# Equal texts that stand for the id of an account need not become one id.
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "<account-id>"
}

resource "databricks_metastore" "this" {
  name   = "example"
  region = "us-east-1" # undecided: one-metastore-per-region
}
