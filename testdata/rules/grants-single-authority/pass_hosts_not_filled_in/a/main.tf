# What stands for the address of a workspace is that of any; equal in two examples, it need not be one.
provider "databricks" {
  host = "https://<your-workspace>.cloud.databricks.com"
}

provider "databricks" {
  alias        = "by_id"
  host         = "https://accounts.cloud.databricks.com"
  workspace_id = "REPLACE_ME"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "metastore" {
  metastore = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

  grant {
    principal  = "makers"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_permissions" "shared" {
  directory_path = "/Shared"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permission_assignment" "by_id" {
  provider     = databricks.by_id
  principal_id = 42
  permissions  = ["USER"]
}
