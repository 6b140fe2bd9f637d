variable "regions" {
  type = set(string)
}

variable "places" {
  type = map(object({ region = string, access = string }))
}

resource "databricks_mws_private_access_settings" "p" {
  for_each                     = var.regions
  private_access_settings_name = "pas-${each.key}"
  region                       = each.key
}

# The one of another key.
resource "databricks_mws_workspaces" "other" {
  for_each                   = var.places
  account_id                 = "00000000-0000-0000-0000-000000000001"
  workspace_name             = each.key
  aws_region                 = each.key
  private_access_settings_id = databricks_mws_private_access_settings.p[each.value.region].private_access_settings_id # undecided: regions-agree
}

# Another part of the element.
resource "databricks_mws_private_access_settings" "place" {
  for_each                     = var.places
  private_access_settings_name = "pas-${each.key}"
  region                       = each.value.access
}

resource "databricks_mws_workspaces" "place" {
  for_each                   = var.places
  account_id                 = "00000000-0000-0000-0000-000000000001"
  workspace_name             = each.key
  aws_region                 = each.value.region
  private_access_settings_id = databricks_mws_private_access_settings.place[each.key].private_access_settings_id # undecided: regions-agree
}

# The same keys with other elements.
resource "databricks_mws_workspaces" "moved" {
  for_each                   = { for k, v in var.places : k => { access = v.region } }
  account_id                 = "00000000-0000-0000-0000-000000000001"
  workspace_name             = each.key
  aws_region                 = each.value.access
  private_access_settings_id = databricks_mws_private_access_settings.place[each.key].private_access_settings_id # undecided: regions-agree
}
