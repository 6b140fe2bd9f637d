# A number that is written out, and one without a value.
variable "workspace_id" {
  type = string
}

variable "principal_id" {
  type = number
}

data "databricks_group" "platform" {
  display_name = "platform"
}

resource "databricks_mws_permission_assignment" "admin" {
  workspace_id = "1234567890123456"
  principal_id = data.databricks_group.platform.id
  permissions  = ["ADMIN"]
}

resource "databricks_mws_permission_assignment" "user" {
  workspace_id = var.workspace_id
  principal_id = data.databricks_group.platform.id # undecided: grants-single-authority
  permissions  = ["USER"]
}

resource "databricks_permission_assignment" "one" {
  principal_id = 99
  permissions  = ["ADMIN"]
}

resource "databricks_permission_assignment" "two" {
  principal_id = var.principal_id # undecided: grants-single-authority
  permissions  = ["USER"]
}
