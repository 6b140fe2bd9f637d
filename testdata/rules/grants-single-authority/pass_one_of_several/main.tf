# OpenTofu: a workspace for each key.
variable "workspaces" {
  type = map(object({ host = string }))
  default = {
    dev  = { host = "https://dbc-11111111-aaaa.cloud.databricks.com" }
    prod = { host = "https://dbc-22222222-bbbb.cloud.databricks.com" }
  }
}

provider "databricks" {
  alias    = "by"
  for_each = var.workspaces
  host     = each.value.host
}

module "ws" {
  source   = "./ws"
  for_each = var.workspaces
  providers = {
    databricks = databricks.by[each.key]
  }
}

resource "databricks_permissions" "passwords" {
  for_each      = var.workspaces
  provider      = databricks.by[each.key]
  authorization = "passwords"
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}
