# Of a host the name counts; on one that serves several workspaces the id in the query does.
provider "databricks" {
  host = "https://prod.cloud.databricks.com"
}

resource "databricks_grants" "raw" {
  external_location = "raw"

  grant {
    principal  = "devs"
    privileges = ["READ_FILES"]
  }
}

resource "databricks_permissions" "policy" {
  cluster_policy_id = "ABC123"

  access_control {
    group_name       = "devs"
    permission_level = "CAN_USE"
  }
}
