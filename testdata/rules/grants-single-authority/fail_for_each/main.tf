resource "databricks_grants" "sales" {
  for_each = toset(["analysts", "engineers"])

  catalog = "sales" # expect: grants-single-authority

  grant {
    principal  = each.value
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_mws_permission_assignment" "user" {
  workspace_id = 1234
  principal_id = 99 # expect: grants-single-authority
  permissions  = ["USER"]
}

resource "databricks_mws_permission_assignment" "admin" {
  workspace_id = "1234"
  principal_id = 99
  permissions  = ["ADMIN"]
}

resource "databricks_job" "etl" {
  name = "etl"
}

resource "databricks_permissions" "view" {
  job_id = databricks_job.etl.id # expect: grants-single-authority

  access_control {
    group_name       = "a"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_permissions" "run" {
  job_id = databricks_job.etl.id

  access_control {
    group_name       = "b"
    permission_level = "CAN_MANAGE_RUN"
  }
}
