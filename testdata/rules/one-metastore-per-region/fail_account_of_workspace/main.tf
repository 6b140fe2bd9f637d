# The second provider leads to a workspace of the same account.
provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias = "prod"
  host  = "https://${databricks_mws_workspaces.prod.workspace_url}"
}

resource "databricks_mws_workspaces" "prod" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "prod"
  aws_region     = "us-east-1"
}

resource "databricks_metastore" "one" {
  provider = databricks.account
  name     = "one"
  region   = databricks_mws_workspaces.prod.aws_region
}

resource "databricks_metastore" "two" {
  provider = databricks.prod
  name     = "two"
  region   = "us-east-1" # expect: one-metastore-per-region
}
