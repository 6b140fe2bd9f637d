variable "group_name" {
  type = string
}

data "databricks_group" "all" {
  display_name = var.group_name
}

resource "databricks_service_principal" "runner" {
  display_name = "runner"
}

resource "databricks_group_member" "runner" {
  group_id  = data.databricks_group.all.id
  member_id = databricks_service_principal.runner.id
}
