provider "databricks" {
  host = "https://prod.cloud.databricks.com"
}

resource "databricks_grants" "catalog" {
  catalog = "<catalog>"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_permissions" "policy" {
  cluster_policy_id = "<policy-id>"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_USE"
  }
}
