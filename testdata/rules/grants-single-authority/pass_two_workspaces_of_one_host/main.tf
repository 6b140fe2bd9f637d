# On a host that serves several workspaces the id tells them apart.
provider "databricks" {
  alias        = "dev"
  host         = "https://accounts.cloud.databricks.com"
  account_id   = "00000000-0000-0000-0000-000000000000"
  workspace_id = "1111"
}

provider "databricks" {
  alias        = "prod"
  host         = "https://accounts.cloud.databricks.com"
  account_id   = "00000000-0000-0000-0000-000000000000"
  workspace_id = "2222"
}

# Two hosts are two workspaces.
provider "databricks" {
  alias = "blue"
  host  = "https://blue.cloud.databricks.com"
}

provider "databricks" {
  alias                       = "green"
  azure_workspace_resource_id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Databricks/workspaces/green"
}

resource "databricks_permissions" "dev" {
  provider       = databricks.dev
  directory_path = "/Shared/etl"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "prod" {
  provider       = databricks.prod
  directory_path = "/Shared/etl"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permission_assignment" "dev" {
  provider    = databricks.dev
  group_name  = "engineers"
  permissions = ["ADMIN"]
}

resource "databricks_permission_assignment" "prod" {
  provider    = databricks.prod
  group_name  = "engineers"
  permissions = ["USER"]
}

resource "databricks_permission_assignment" "blue" {
  provider     = databricks.blue
  principal_id = 123
  permissions  = ["ADMIN"]
}

resource "databricks_permission_assignment" "green" {
  provider     = databricks.green
  principal_id = 123
  permissions  = ["USER"]
}

# Another workspace than that of the resource below.
resource "databricks_mws_permission_assignment" "other" {
  provider     = databricks.dev
  workspace_id = 3333
  principal_id = 456
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "green_too" {
  provider     = databricks.green
  principal_id = 456
  permissions  = ["USER"]
}
