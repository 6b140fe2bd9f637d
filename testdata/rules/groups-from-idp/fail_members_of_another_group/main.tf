# The members of one group, taken over into another: who they are is read by the provider.

data "databricks_group" "engineers" {
  display_name = "engineers"
}

data "databricks_group" "deployers" {
  display_name = "deployers"
}

data "azuread_group" "synced" {
  for_each     = toset(["analysts", "stewards"])
  display_name = each.value
}

resource "databricks_group_member" "each" {
  for_each  = data.databricks_group.engineers.members
  group_id  = data.databricks_group.deployers.id
  member_id = each.value # undecided: groups-from-idp
}

resource "databricks_group_member" "first" {
  group_id  = data.databricks_group.deployers.id
  member_id = tolist(data.databricks_group.engineers.members)[0] # undecided: groups-from-idp
}

resource "databricks_group_member" "flattened" {
  for_each = toset(flatten([
    for name, group in data.azuread_group.synced : [
      for member in group["members"] : jsonencode({ group = name, member = member })
    ]
  ]))
  group_id  = jsondecode(each.value).group
  member_id = jsondecode(each.value).member # undecided: groups-from-idp
}

resource "databricks_group_member" "person" {
  group_id  = data.databricks_group.deployers.id
  member_id = tolist(data.databricks_group.engineers.users)[0] # expect: groups-from-idp
}

# A group in a group is left to the identity provider's owner.
resource "databricks_group_member" "group" {
  group_id  = data.databricks_group.deployers.id
  member_id = tolist(data.databricks_group.engineers.child_groups)[0]
}
