provider "databricks" {
  host = "https://westeurope.azuredatabricks.net/?o=1111"
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
