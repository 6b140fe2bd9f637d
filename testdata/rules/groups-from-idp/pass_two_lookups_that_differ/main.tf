# One name in two accounts is two groups, and a group in two others is no circle.
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias      = "other"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000002"
}

data "databricks_group" "sales" {
  display_name = "sales"
}

data "databricks_group" "sales_there" {
  provider     = databricks.other
  display_name = "sales"
}

data "databricks_group" "sales_again" {
  display_name = "sales"
}

data "databricks_group" "north" {
  display_name = "north"
}

data "databricks_group" "south" {
  display_name = "south"
}

resource "databricks_group_member" "there" {
  group_id  = data.databricks_group.sales.id
  member_id = data.databricks_group.sales_there.id
}

resource "databricks_group_member" "north" {
  group_id  = data.databricks_group.north.id
  member_id = data.databricks_group.sales.id
}

resource "databricks_group_member" "south" {
  group_id  = data.databricks_group.south.id
  member_id = data.databricks_group.sales_again.id
}
