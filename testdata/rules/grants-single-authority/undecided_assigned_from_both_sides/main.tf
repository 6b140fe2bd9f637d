variable "crew" {
  type = number
}

variable "workspace" {
  type = number
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias        = "shop"
  host         = "https://accounts.cloud.databricks.com"
  account_id   = "00000000-0000-0000-0000-000000000001"
  workspace_id = "2222"
}

provider "databricks" {
  alias        = "given"
  host         = "https://accounts.cloud.databricks.com"
  account_id   = "00000000-0000-0000-0000-000000000001"
  workspace_id = var.workspace
}

# The variable can be 31, and a group can have this id.
resource "databricks_mws_permission_assignment" "crew" {
  provider     = databricks.account
  workspace_id = 2222
  principal_id = var.crew
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "by_id" {
  provider     = databricks.shop
  principal_id = 31 # undecided: grants-single-authority
  permissions  = ["USER"]
}

# The workspace can be that one.
resource "databricks_mws_permission_assignment" "other" {
  provider     = databricks.account
  workspace_id = 3333
  principal_id = 32
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "by_other_id" {
  provider     = databricks.given
  principal_id = 32 # undecided: grants-single-authority
  permissions  = ["USER"]
}

# This is another one.
resource "databricks_mws_permission_assignment" "elsewhere" {
  provider     = databricks.account
  workspace_id = 4444
  principal_id = 31
  permissions  = ["USER"]
}
