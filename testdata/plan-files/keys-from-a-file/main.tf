terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
  token      = "x"
}
locals { bots = toset(yamldecode(file("${path.module}/bots.yaml"))) }
resource "databricks_group" "bots" { display_name = "bots" }
resource "databricks_service_principal" "sp" {
  for_each     = local.bots
  display_name = each.key
}
resource "databricks_group_member" "s" {
  for_each  = local.bots
  group_id  = databricks_group.bots.id
  member_id = databricks_service_principal.sp[each.key].id
}
resource "databricks_mws_permission_assignment" "a" {
  workspace_id = 123456
  principal_id = databricks_group.bots.id
  permissions  = ["USER"]
}
