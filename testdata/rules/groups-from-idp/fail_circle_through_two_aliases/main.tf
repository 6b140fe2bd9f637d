# Two configurations of one account know the same groups.
variable "account" {
  type = string
}

provider "databricks" {
  alias      = "one"
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.account
}

provider "databricks" {
  alias      = "two"
  host       = "accounts.cloud.databricks.com/"
  account_id = var.account
}

provider "databricks" {
  alias      = "elsewhere"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000002"
}

data "databricks_group" "staff" {
  provider     = databricks.one
  display_name = "staff"
}

data "databricks_group" "guests" {
  provider     = databricks.one
  display_name = "guests"
}

data "databricks_group" "staff_again" {
  provider     = databricks.two
  display_name = "Staff"
}

data "databricks_group" "crew" {
  provider     = databricks.two
  display_name = "crew"
}

data "databricks_group" "staff_elsewhere" {
  provider     = databricks.elsewhere
  display_name = "staff"
}

resource "databricks_group_member" "down" {
  provider  = databricks.one
  group_id  = data.databricks_group.staff.id
  member_id = data.databricks_group.guests.id # expect: groups-from-idp
}

resource "databricks_group_member" "up" {
  provider  = databricks.two
  group_id  = data.databricks_group.guests.id
  member_id = data.databricks_group.staff_again.id # expect: groups-from-idp
}

# Of another account it is another group.
resource "databricks_group_member" "apart" {
  provider  = databricks.one
  group_id  = data.databricks_group.staff.id
  member_id = data.databricks_group.crew.id
}

resource "databricks_group_member" "elsewhere" {
  provider  = databricks.elsewhere
  group_id  = data.databricks_group.crew.id
  member_id = data.databricks_group.staff_elsewhere.id
}
