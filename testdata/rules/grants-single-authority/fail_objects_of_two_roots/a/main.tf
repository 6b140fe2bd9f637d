# Two roots manage the same objects of one workspace and of one account.
terraform {
  backend "local" {}
}

provider "databricks" {
  host = "https://a.cloud.databricks.com"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000000"
}

resource "databricks_permissions" "shared" {
  directory_path = "/Shared"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permission_assignment" "engineers" {
  group_name  = "engineers"
  permissions = ["USER"]
}

resource "databricks_mws_permission_assignment" "engineers" {
  provider     = databricks.account
  workspace_id = 1234
  principal_id = 42
  permissions  = ["USER"]
}

resource "databricks_permissions" "job" {
  job_id = databricks_job.etl.id

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_job" "etl" {
  name = "etl"
}
