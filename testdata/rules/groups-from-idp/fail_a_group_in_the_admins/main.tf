provider "databricks" {
  host = "https://quay.cloud.databricks.com"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "5d1f2c66-90ab-4cde-8f01-23456789abcd"
}

data "databricks_group" "admins" {
  display_name = "admins"
}

resource "databricks_group" "harbour_masters" { # expect: groups-from-idp
  display_name = "harbour-masters"
}

resource "databricks_group" "deputies" { # expect: groups-from-idp
  display_name = "deputies"
}

resource "databricks_group_member" "harbour_masters" {
  group_id  = data.databricks_group.admins.id
  member_id = databricks_group.harbour_masters.id
}

resource "databricks_group_member" "deputies" {
  group_id  = databricks_group.harbour_masters.id
  member_id = databricks_group.deputies.id
}

# In an account that is the name of any group.
data "databricks_group" "named_admins" {
  provider     = databricks.account
  display_name = "admins"
}

resource "databricks_group" "clerks" { # expect: groups-from-idp
  provider     = databricks.account
  display_name = "clerks"
}

resource "databricks_group_member" "clerks" {
  provider  = databricks.account
  group_id  = data.databricks_group.named_admins.id
  member_id = databricks_group.clerks.id
}
