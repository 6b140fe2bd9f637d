data "databricks_group" "a" {
  display_name = "a"
}

data "databricks_group" "b" {
  display_name = "b"
}

resource "databricks_mws_workspaces" "this" {
  for_each = toset(["dev", "prod"])

  workspace_name = each.value
}

resource "databricks_mws_permission_assignment" "a" {
  for_each = databricks_mws_workspaces.this

  workspace_id = each.value.workspace_id
  principal_id = data.databricks_group.a.id
  permissions  = ["USER"]
}

resource "databricks_mws_permission_assignment" "b" {
  for_each = databricks_mws_workspaces.this

  workspace_id = each.value.workspace_id
  principal_id = data.databricks_group.b.id
  permissions  = ["USER"]
}

resource "databricks_cluster" "one" {
  cluster_name  = "one"
  spark_version = "16.4.x-scala2.12"
}

resource "databricks_permissions" "cluster" {
  cluster_id = databricks_cluster.one.id

  access_control {
    group_name       = "a"
    permission_level = "CAN_RESTART"
  }
}

resource "databricks_permissions" "tokens" {
  authorization = "tokens"

  access_control {
    group_name       = "a"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "passwords" {
  authorization = "passwords"

  access_control {
    group_name       = "a"
    permission_level = "CAN_USE"
  }
}
