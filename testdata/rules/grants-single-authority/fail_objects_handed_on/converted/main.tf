variable "workspace_id" {
  type = string
}

variable "principal_id" {
  type = string
}

resource "databricks_mws_permission_assignment" "this" {
  workspace_id = var.workspace_id
  principal_id = var.principal_id # expect: grants-single-authority
  permissions  = ["USER"]
}
