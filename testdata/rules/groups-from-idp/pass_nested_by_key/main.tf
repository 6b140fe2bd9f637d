# Whatever the keys are, nothing leads back.
variable "names" {
  type = set(string)
}

variable "parents" {
  type = map(string)
}

variable "number" {
  type = number
}

resource "databricks_group" "top" {
  display_name = "top"
  external_id  = "id-top"
}

resource "databricks_group" "middle" {
  for_each     = var.names
  display_name = "middle-${each.key}"
  external_id  = "id-middle-${each.key}"
}

resource "databricks_group" "low" {
  for_each     = var.parents
  display_name = "low-${each.key}"
  external_id  = "id-low-${each.key}"
}

resource "databricks_group_member" "middle" {
  for_each  = var.names
  group_id  = databricks_group.top.id
  member_id = databricks_group.middle[each.key].id
}

resource "databricks_group_member" "low" {
  for_each  = var.parents
  group_id  = databricks_group.middle[each.value].id
  member_id = databricks_group.low[each.key].id
}

# Two that are written out are two.
resource "databricks_group_member" "second" {
  group_id  = databricks_group.low["first"].id
  member_id = databricks_group.low["second"].id
}

resource "databricks_group_member" "third" {
  count     = var.number
  group_id  = databricks_group.low["second"].id
  member_id = databricks_group.low["third"].id
}
