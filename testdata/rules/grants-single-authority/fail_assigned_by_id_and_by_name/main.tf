# The account assigns by id whom the workspace assigns by name.
provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias = "lab"
  host  = databricks_mws_workspaces.lab.workspace_url
}

provider "databricks" {
  alias        = "shop"
  host         = "https://accounts.cloud.databricks.com"
  account_id   = "00000000-0000-0000-0000-000000000001"
  workspace_id = "2222"
}

resource "databricks_mws_workspaces" "lab" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "lab"
  aws_region     = "eu-north-1"
}

resource "databricks_group" "chemists" {
  provider     = databricks.account
  display_name = "Chemists"
}

resource "databricks_service_principal" "loader" {
  provider     = databricks.account
  display_name = "loader"
}

data "databricks_user" "ines" {
  provider  = databricks.account
  user_name = "ines@northwind.example"
}

resource "databricks_mws_permission_assignment" "chemists" {
  provider     = databricks.account
  workspace_id = databricks_mws_workspaces.lab.workspace_id
  principal_id = databricks_group.chemists.id
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "chemists" {
  provider    = databricks.lab
  group_name  = databricks_group.chemists.display_name # expect: grants-single-authority
  permissions = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "loader" {
  provider     = databricks.account
  workspace_id = databricks_mws_workspaces.lab.workspace_id
  principal_id = databricks_service_principal.loader.id
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "loader" {
  provider               = databricks.lab
  service_principal_name = databricks_service_principal.loader.application_id # expect: grants-single-authority
  permissions            = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "ines" {
  provider     = databricks.account
  workspace_id = 2222
  principal_id = data.databricks_user.ines.id
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "ines" {
  provider    = databricks.shop
  user_name   = "Ines@northwind.example" # expect: grants-single-authority
  permissions = ["ADMIN"]
}

# Another workspace, another principal, a name of another kind.
resource "databricks_permission_assignment" "chemists_elsewhere" {
  provider    = databricks.shop
  group_name  = "chemists"
  permissions = ["USER"]
}

resource "databricks_permission_assignment" "physicists" {
  provider    = databricks.lab
  group_name  = "physicists"
  permissions = ["USER"]
}

resource "databricks_permission_assignment" "a_group_of_that_name" {
  provider    = databricks.shop
  group_name  = "ines@northwind.example"
  permissions = ["USER"]
}
