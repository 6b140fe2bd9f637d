variable "group" {
  type = string
}

data "databricks_group" "this" {
  display_name = var.group
}

resource "databricks_permission_assignment" "this" {
  principal_id = data.databricks_group.this.id # expect: grants-single-authority
  permissions  = ["USER"]
}
