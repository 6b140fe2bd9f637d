# Whatever is looked up: no service principals alone are in the groups of the account.
provider "databricks" {
  host = "https://kiln.cloud.databricks.com"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000007"
}

data "databricks_user" "ida" {
  user_name = "ida@kiln.example"
}

resource "databricks_service_principal" "fire" {
  display_name = "fire"
}

resource "databricks_group" "buyers" { # expect: groups-from-idp
  provider     = databricks.account
  display_name = "buyers"
}

data "databricks_group" "buyers" {
  display_name = "buyers"
}

resource "databricks_group_member" "buyers" {
  group_id  = data.databricks_group.buyers.id
  member_id = data.databricks_user.ida.id # expect: groups-from-idp
}

# The workspace has one of that name itself.
resource "databricks_group" "carts" { # expect: groups-from-idp
  provider     = databricks.account
  display_name = "carts"
}

resource "databricks_group" "own_carts" {
  display_name = "carts"
}

data "databricks_group" "carts" {
  display_name = "carts"
  depends_on   = [databricks_group.own_carts]
}

resource "databricks_group_member" "carts" {
  group_id  = data.databricks_group.carts.id
  member_id = databricks_service_principal.fire.id
}

# What may be in it are people.
resource "databricks_group" "shops" { # expect: groups-from-idp
  display_name = "shops"
}

resource "databricks_group_member" "shops" {
  group_id  = databricks_group.shops.id
  member_id = data.databricks_group.buyers.id
}
