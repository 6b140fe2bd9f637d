locals {
  people = { alice = "alice@example.com", bob = "bob@example.com" }
  ids    = { for name, user in data.databricks_user.this : name => user.id }
}

data "databricks_user" "this" {
  for_each  = local.people
  user_name = each.value
}

data "databricks_group" "engineers" {
  display_name = "data-engineers"
}

resource "databricks_group_member" "this" {
  for_each  = local.ids
  group_id  = data.databricks_group.engineers.id
  member_id = each.value # expect: groups-from-idp
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

# Advice: the group belongs to somebody else.
resource "databricks_group_member" "etl" {
  group_id  = data.databricks_group.engineers.id
  member_id = databricks_service_principal.etl.id # expect: groups-from-idp
}
