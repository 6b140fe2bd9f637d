data "databricks_group" "all" {
  display_name = "everyone"
}

data "databricks_group" "all_again" {
  display_name = "Everyone"
}

data "databricks_group" "sales" {
  display_name = "sales"
}

resource "databricks_group_member" "itself" {
  group_id  = data.databricks_group.all.id
  member_id = data.databricks_group.all_again.id # expect: groups-from-idp
}

resource "databricks_group_member" "down" {
  group_id  = data.databricks_group.all.id
  member_id = data.databricks_group.sales.id # expect: groups-from-idp
}

resource "databricks_group_member" "up" {
  group_id  = data.databricks_group.sales.id
  member_id = data.databricks_group.all_again.id # expect: groups-from-idp
}

variable "last" {
  type = string
}

# The name is not known, and one call's is that of another.
module "nest" {
  source = "./nest"

  for_each = {
    first  = ["north", "south"]
    second = ["south", var.last]
    third  = [var.last, "north"]
  }

  outer = each.value[0]
  inner = each.value[1]
}
