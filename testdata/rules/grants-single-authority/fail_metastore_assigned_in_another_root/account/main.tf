# The root of the account says which metastore the workspaces of the other roots have.
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_metastore" "use1" {
  name   = "use1"
  region = "us-east-1"
}

resource "databricks_metastore_assignment" "all" {
  for_each = { dev = 111, prod = 222 }

  workspace_id = each.value
  metastore_id = databricks_metastore.use1.id
}

resource "databricks_metastore" "euw1" {
  name   = "euw1"
  region = "eu-west-1"
}

resource "databricks_metastore_assignment" "other" {
  workspace_id = 333
  metastore_id = databricks_metastore.euw1.id
}
