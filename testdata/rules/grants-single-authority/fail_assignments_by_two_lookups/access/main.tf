variable "level" {
  type = string
}

data "databricks_service_principal" "robot" {
  application_id = "0c1f3f6e-9a44-4a55-8c53-3f7f1f1d0a10"
}

resource "databricks_mws_permission_assignment" "robot" {
  workspace_id = 42
  principal_id = data.databricks_service_principal.robot.id # expect: grants-single-authority
  permissions  = [var.level]
}
