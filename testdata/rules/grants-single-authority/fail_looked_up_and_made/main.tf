# What a data source looks up by the name of a resource is what the resource makes.
resource "databricks_sql_endpoint" "bi" {
  name         = "bi"
  cluster_size = "Small"
}

resource "databricks_group" "analysts" {
  display_name = "analysts"
}

resource "databricks_permissions" "bi" {
  sql_endpoint_id = databricks_sql_endpoint.bi.id # expect: grants-single-authority

  access_control {
    group_name       = "admins"
    permission_level = "CAN_MANAGE"
  }
}

data "databricks_sql_warehouse" "bi" {
  name = "bi"
}

resource "databricks_permissions" "again" {
  sql_endpoint_id = data.databricks_sql_warehouse.bi.id

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permission_assignment" "analysts" {
  principal_id = databricks_group.analysts.id
  permissions  = ["ADMIN"]
}

module "share" {
  source = "./share"
  group  = databricks_group.analysts.display_name
}

# Another name.
data "databricks_sql_warehouse" "other" {
  name = "other"
}

resource "databricks_permissions" "other" {
  sql_endpoint_id = data.databricks_sql_warehouse.other.id

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_USE"
  }
}
