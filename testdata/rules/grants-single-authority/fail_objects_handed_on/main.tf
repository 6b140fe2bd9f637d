resource "databricks_mws_workspaces" "own" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "own"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "own" {
  workspace_id = databricks_mws_workspaces.own.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

resource "databricks_service_principal" "bi" {
  display_name = "bi"
}

resource "databricks_mws_permission_assignment" "one" {
  workspace_id = databricks_mws_workspaces.own.workspace_id
  principal_id = databricks_service_principal.etl.id
  permissions  = ["USER"]
}

resource "databricks_mws_permission_assignment" "other" {
  workspace_id = databricks_metastore_assignment.own.workspace_id
  principal_id = databricks_service_principal.etl.id # expect: grants-single-authority
  permissions  = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "of_another" {
  workspace_id = databricks_metastore_assignment.own.workspace_id
  principal_id = databricks_service_principal.bi.id # expect: grants-single-authority
  permissions  = ["USER"]
}

resource "databricks_job" "etl" {
  name = "etl"
}

resource "databricks_permissions" "one" {
  job_id = databricks_job.etl.id

  access_control {
    group_name       = "readers"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_permissions" "other" {
  job_id = databricks_permissions.one.job_id # expect: grants-single-authority

  access_control {
    group_name       = "writers"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_service_principal" "ml" {
  display_name = "ml"
}

resource "databricks_mws_permission_assignment" "made" {
  workspace_id = databricks_mws_workspaces.own.workspace_id
  principal_id = databricks_service_principal.ml.id
  permissions  = ["USER"]
}

module "converted" {
  source       = "./converted"
  workspace_id = databricks_metastore_assignment.own.workspace_id
  principal_id = databricks_service_principal.ml.id
}

resource "databricks_mws_permission_assignment" "converted" {
  workspace_id = tostring(databricks_metastore_assignment.own.workspace_id)
  principal_id = databricks_service_principal.bi.id
  permissions  = ["ADMIN"]
}
