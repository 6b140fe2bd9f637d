# What is looked up may be what is made here.
variable "team" {
  type = string
}

provider "databricks" {
  host = "https://kiln.cloud.databricks.com"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000007"
}

resource "databricks_group" "glazers" {
  display_name = "glazers"
  external_id  = "58aa"
}

data "databricks_group" "team" {
  display_name = var.team
}

resource "databricks_group" "buyers" {
  provider     = databricks.account
  display_name = "buyers"
  external_id  = "90c2"
}

data "databricks_group" "buyers" {
  display_name = "buyers"
}

resource "databricks_service_principal" "fire" {
  display_name = "fire"
}

resource "databricks_group_member" "team" {
  group_id  = data.databricks_group.team.id
  member_id = databricks_service_principal.fire.id # undecided: groups-from-idp
}

resource "databricks_group_member" "buyers" {
  group_id  = data.databricks_group.buyers.id
  member_id = databricks_service_principal.fire.id # undecided: groups-from-idp
}

# So it is not known whether these are groups of service principals.
resource "databricks_group" "potters" { # undecided: groups-from-idp
  provider     = databricks.account
  display_name = "potters"
}

data "databricks_group" "potters" {
  display_name = "Potters"
}

resource "databricks_group_member" "potters" {
  group_id  = data.databricks_group.potters.id
  member_id = databricks_service_principal.fire.id # undecided: groups-from-idp
}

resource "databricks_grant" "potters" {
  catalog    = "clay"
  principal  = data.databricks_group.potters.display_name
  privileges = ["USE_CATALOG"]
}

# One in which is what may be one of them.
resource "databricks_group" "shift" { # undecided: groups-from-idp
  display_name = "shift-workers"
}

resource "databricks_group_member" "shift" {
  group_id  = databricks_group.shift.id
  member_id = data.databricks_group.potters.id
}
