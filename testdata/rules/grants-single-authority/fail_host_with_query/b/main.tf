provider "databricks" {
  host = "https://prod.cloud.databricks.com/?o=1234567890123456"
}

resource "databricks_grants" "raw" {
  external_location = "RAW" # expect: grants-single-authority

  grant {
    principal  = "ops"
    privileges = ["READ_FILES"]
  }
}

resource "databricks_permissions" "policy" {
  cluster_policy_id = "ABC123" # expect: grants-single-authority

  access_control {
    group_name       = "ops"
    permission_level = "CAN_USE"
  }
}
