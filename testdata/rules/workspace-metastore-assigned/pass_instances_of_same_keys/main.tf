variable "ws" {
  type = map(object({ region = string, on = optional(bool, true) }))
}

variable "names" {
  type = list(string)
}

variable "n" {
  type = number
}

locals {
  on   = { for k, v in var.ws : k => v if v.on }
  copy = { for k, v in var.ws : k => v.region }
}

resource "databricks_mws_workspaces" "chained" {
  for_each       = local.on
  workspace_name = each.key
  aws_region     = each.value.region
}

resource "databricks_metastore_assignment" "chained" {
  for_each     = databricks_mws_workspaces.chained
  workspace_id = each.value.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_mws_workspaces" "set" {
  for_each       = toset(var.names)
  workspace_name = each.key
  aws_region     = "eu-west-1"
}

resource "databricks_metastore_assignment" "set" {
  for_each     = toset(var.names)
  workspace_id = databricks_mws_workspaces.set[each.value].workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_mws_workspaces" "count" {
  count          = var.n
  workspace_name = "w-${count.index}"
  aws_region     = "eu-west-1"
}

resource "databricks_metastore_assignment" "count" {
  count        = var.n
  workspace_id = databricks_mws_workspaces.count[count.index].workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_mws_workspaces" "copy" {
  for_each       = var.ws
  workspace_name = each.key
  aws_region     = each.value.region
}

module "assignment" {
  source   = "./assignment"
  for_each = local.copy
  id       = databricks_mws_workspaces.copy[each.key].workspace_id
}
