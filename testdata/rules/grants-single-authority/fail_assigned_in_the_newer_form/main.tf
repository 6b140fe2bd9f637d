provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias        = "shop"
  host         = "https://accounts.cloud.databricks.com"
  account_id   = "00000000-0000-0000-0000-000000000001"
  workspace_id = "2222"
}

resource "databricks_account_iam_workspace_assignment_v2" "one" {
  workspace_id = 2222
  principal_id = 41
  entitlements = ["WORKSPACE_ACCESS"]
}

resource "databricks_account_iam_workspace_assignment_v2" "one_again" {
  workspace_id = 2222
  principal_id = 41 # expect: grants-single-authority
  entitlements = ["WORKSPACE_ACCESS"]
}

resource "databricks_workspace_iam_workspace_assignment_v2" "one" {
  provider     = databricks.shop
  principal_id = 41 # expect: grants-single-authority
  entitlements = ["WORKSPACE_ACCESS"]
}

resource "databricks_permission_assignment" "one" {
  provider     = databricks.shop
  principal_id = 41 # expect: grants-single-authority
  permissions  = ["USER"]
}

resource "databricks_account_iam_workspace_assignment_v2" "two" {
  workspace_id = 2222
  principal_id = 42
  entitlements = ["WORKSPACE_ACCESS"]
}

resource "databricks_mws_permission_assignment" "two" {
  workspace_id = 2222
  principal_id = 42 # expect: grants-single-authority
  permissions  = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "three" {
  workspace_id = 2222
  principal_id = 43
  permissions  = ["ADMIN"]
}
