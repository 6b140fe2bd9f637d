provider "databricks" {
  host = "https://westeurope.azuredatabricks.net/?o=2222#setting"
}

resource "databricks_grants" "raw" {
  external_location = "raw"

  grant {
    principal  = "ops"
    privileges = ["READ_FILES"]
  }
}

resource "databricks_permissions" "policy" {
  cluster_policy_id = "ABC123"

  access_control {
    group_name       = "ops"
    permission_level = "CAN_USE"
  }
}
