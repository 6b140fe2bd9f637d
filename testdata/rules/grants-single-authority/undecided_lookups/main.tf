variable "team" {
  type = string
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_group" "sales" {
  display_name = "sales"
}

data "databricks_group" "team" {
  display_name = var.team
}

resource "databricks_mws_permission_assignment" "sales" {
  workspace_id = 42
  principal_id = data.databricks_group.sales.id
  permissions  = ["USER"]
}

resource "databricks_mws_permission_assignment" "team" {
  workspace_id = 42
  principal_id = data.databricks_group.team.id # undecided: grants-single-authority
  permissions  = ["ADMIN"]
}
