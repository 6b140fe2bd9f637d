# A resource and a data source with one name are one object, whatever the name is.
variable "warehouse" {
  type = string
}

variable "team" {
  type = string
}

resource "databricks_sql_endpoint" "bi" {
  name         = "bi-${var.warehouse}"
  cluster_size = "Small"
}

data "databricks_sql_warehouse" "bi" {
  name = "bi-${var.warehouse}"
}

# Another name, whatever the variable is.
data "databricks_sql_warehouse" "other" {
  name = "other"
}

# It may have the name of the first.
data "databricks_sql_warehouse" "fixed" {
  name = "bi-prod"
}

resource "databricks_cluster_policy" "team" {
  name = var.team
}

data "databricks_cluster_policy" "team" {
  name = var.team
}

resource "databricks_permissions" "admins" {
  sql_endpoint_id = databricks_sql_endpoint.bi.id

  access_control {
    group_name       = "admins"
    permission_level = "CAN_MANAGE"
  }
}

resource "databricks_permissions" "analysts" {
  sql_endpoint_id = data.databricks_sql_warehouse.bi.id # expect: grants-single-authority

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "b_other" {
  sql_endpoint_id = data.databricks_sql_warehouse.other.id

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "fixed" {
  sql_endpoint_id = data.databricks_sql_warehouse.fixed.id # undecided: grants-single-authority

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "policy" {
  cluster_policy_id = databricks_cluster_policy.team.id

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "policy_again" {
  cluster_policy_id = data.databricks_cluster_policy.team.id # expect: grants-single-authority

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_USE"
  }
}
