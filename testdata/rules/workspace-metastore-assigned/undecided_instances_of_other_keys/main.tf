variable "ws" {
  type = map(object({ region = string, on = optional(bool, true) }))
}

variable "names" {
  type = list(string)
}

locals {
  on = { for k, v in var.ws : k => v if v.on }
}

resource "databricks_mws_workspaces" "filter" { # undecided: workspace-metastore-assigned
  for_each       = var.ws
  workspace_name = each.key
  aws_region     = each.value.region
}

resource "databricks_metastore_assignment" "filter" {
  for_each     = local.on
  workspace_id = databricks_mws_workspaces.filter[each.key].workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_mws_workspaces" "list" { # undecided: workspace-metastore-assigned
  for_each       = toset(var.names)
  workspace_name = each.key
  aws_region     = "eu-west-1"
}

resource "databricks_metastore_assignment" "list" {
  for_each     = { for i, n in var.names : i => n }
  workspace_id = databricks_mws_workspaces.list[each.key].workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
