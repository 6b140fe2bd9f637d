variable "prod" {
  type = bool
}

variable "env" {
  type = string
}

locals {
  names = { dev = "analysts-dev", prod = "analysts" }
}

resource "databricks_sql_endpoint" "bi" {
  name         = var.prod ? "bi" : "bi-dev"
  cluster_size = "Small"
}

data "databricks_sql_warehouse" "bi" {
  name = var.prod ? "bi" : "bi-dev"
}

resource "databricks_permissions" "made" {
  sql_endpoint_id = databricks_sql_endpoint.bi.id # expect: grants-single-authority

  access_control {
    group_name       = "admins"
    permission_level = "CAN_MANAGE"
  }
}

resource "databricks_permissions" "looked_up" {
  sql_endpoint_id = data.databricks_sql_warehouse.bi.id

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_USE"
  }
}

resource "databricks_group" "analysts" {
  display_name = local.names[var.env]
}

data "databricks_group" "analysts" {
  display_name = local.names[var.env]
}

resource "databricks_permission_assignment" "looked_up" {
  principal_id = data.databricks_group.analysts.id
  permissions  = ["ADMIN"]
}

resource "databricks_permission_assignment" "made" {
  principal_id = databricks_group.analysts.id # expect: grants-single-authority
  permissions  = ["USER"]
}
