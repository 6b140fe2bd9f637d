# OpenTofu: two workspaces, in which the groups are in each other the other way round.
provider "databricks" {
  alias    = "by"
  for_each = { dev = "https://dbc-11111111-aaaa.cloud.databricks.com", prod = "https://dbc-21111111-aaaa.cloud.databricks.com" }
  host     = each.value
}
data "databricks_group" "a_dev" {
  provider     = databricks.by["dev"]
  display_name = "a"
}
data "databricks_group" "b_dev" {
  provider     = databricks.by["dev"]
  display_name = "b"
}
data "databricks_group" "a_prod" {
  provider     = databricks.by["prod"]
  display_name = "a"
}
data "databricks_group" "b_prod" {
  provider     = databricks.by["prod"]
  display_name = "b"
}
resource "databricks_group_member" "dev" {
  provider  = databricks.by["dev"]
  group_id  = data.databricks_group.a_dev.id
  member_id = data.databricks_group.b_dev.id
}
resource "databricks_group_member" "prod" {
  provider  = databricks.by["prod"]
  group_id  = data.databricks_group.b_prod.id
  member_id = data.databricks_group.a_prod.id
}
