# The account and the workspace assign one principal.
provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000000"
}

provider "databricks" {
  alias = "main"
  host  = databricks_mws_workspaces.main.workspace_url
}

provider "databricks" {
  alias        = "by_id"
  host         = "https://accounts.cloud.databricks.com"
  account_id   = "00000000-0000-0000-0000-000000000000"
  workspace_id = "1111"
}

resource "databricks_mws_workspaces" "main" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000000"
  workspace_name = "main"
  aws_region     = "eu-west-1"
}

data "databricks_group" "engineers" {
  provider     = databricks.account
  display_name = "engineers"
}

resource "databricks_mws_permission_assignment" "account" {
  provider     = databricks.account
  workspace_id = databricks_mws_workspaces.main.workspace_id
  principal_id = data.databricks_group.engineers.id
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "workspace" {
  provider     = databricks.main
  principal_id = data.databricks_group.engineers.id # expect: grants-single-authority
  permissions  = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "account_by_id" {
  provider     = databricks.account
  workspace_id = 1111
  principal_id = 123
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "workspace_by_id" {
  provider     = databricks.by_id
  principal_id = "123" # expect: grants-single-authority
  permissions  = ["ADMIN"]
}
