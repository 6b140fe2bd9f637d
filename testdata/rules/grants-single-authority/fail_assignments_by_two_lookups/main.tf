provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_group" "people" {
  display_name = "Sales"
}

data "databricks_group" "readers" {
  display_name = "sales"
  recursive    = true
}

data "databricks_group" "others" {
  display_name = "support"
}

resource "databricks_mws_permission_assignment" "people" {
  workspace_id = 42
  principal_id = data.databricks_group.people.id
  permissions  = ["USER"]
}

resource "databricks_mws_permission_assignment" "readers" {
  workspace_id = 42
  principal_id = data.databricks_group.readers.id # expect: grants-single-authority
  permissions  = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "others" {
  workspace_id = 42
  principal_id = data.databricks_group.others.id
  permissions  = ["USER"]
}

# Each call looks the group up again.
module "access" {
  source   = "./access"
  for_each = toset(["ADMIN", "USER"])
  level    = each.value
}
