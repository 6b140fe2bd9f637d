variable "regions" {
  type = set(string)
}

variable "places" {
  type = map(object({ region = string }))
}

resource "databricks_metastore" "m" {
  for_each = var.regions
  name     = each.key
  region   = each.key
}

resource "databricks_mws_private_access_settings" "p" {
  for_each                     = var.regions
  private_access_settings_name = "pas-${each.key}"
  region                       = each.key
}

resource "databricks_mws_workspaces" "w" {
  for_each                   = var.regions
  account_id                 = "00000000-0000-0000-0000-000000000001"
  workspace_name             = each.key
  aws_region                 = each.key
  private_access_settings_id = databricks_mws_private_access_settings.p[each.key].private_access_settings_id
}

resource "databricks_metastore_assignment" "w" {
  for_each     = var.regions
  workspace_id = databricks_mws_workspaces.w[each.key].workspace_id
  metastore_id = databricks_metastore.m[each.key].id
}

resource "databricks_mws_private_access_settings" "place" {
  for_each                     = var.places
  private_access_settings_name = "pas-${each.key}"
  region                       = each.value.region
}

resource "databricks_mws_workspaces" "place" {
  for_each                   = var.places
  account_id                 = "00000000-0000-0000-0000-000000000001"
  workspace_name             = each.key
  aws_region                 = each.value.region
  private_access_settings_id = databricks_mws_private_access_settings.place[each.key].private_access_settings_id
}
