variable "prod" {
  type = bool
}

resource "databricks_sql_endpoint" "bi" {
  name         = var.prod ? "bi" : "bi-dev"
  cluster_size = "Small"
}

# The one of the other environment.
data "databricks_sql_warehouse" "bi" {
  name = var.prod ? "bi-dev" : "bi"
}

resource "databricks_permissions" "made" {
  sql_endpoint_id = databricks_sql_endpoint.bi.id

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
