# What is given to a group that is looked up by its name is given to the one that is made here.
provider "databricks" {
  host = "https://kiln.cloud.databricks.com"
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000007"
}

provider "databricks" {
  alias = "studio"
  host  = "https://studio.cloud.databricks.com"
}

variable "pilot" {
  type = bool
}

locals {
  made = ["glazers", "throwers", "packers", "firers", "Stackers", "painters", "sievers"]
}

resource "databricks_group" "all" { # expect: groups-from-idp
  for_each     = toset(local.made)
  display_name = each.key
}

data "databricks_group" "all" {
  for_each     = toset(local.made)
  display_name = lower(each.key)
  depends_on   = [databricks_group.all]
}

data "databricks_group" "admins" {
  display_name = "admins"
}

resource "databricks_grant" "glazers" {
  catalog    = "clay"
  principal  = data.databricks_group.all["glazers"].display_name
  privileges = ["USE_CATALOG"]
}

resource "databricks_entitlements" "throwers" {
  group_id         = data.databricks_group.all["throwers"].id
  workspace_access = true
}

resource "databricks_permission_assignment" "packers" {
  principal_id = data.databricks_group.all["packers"].id
  permissions  = ["USER"]
}

resource "databricks_permissions" "firers" {
  authorization = "tokens"

  access_control {
    group_name       = data.databricks_group.all["firers"].display_name
    permission_level = "CAN_USE"
  }
}

resource "databricks_group_member" "stackers" {
  group_id  = data.databricks_group.admins.id
  member_id = data.databricks_group.all["Stackers"].id
}

# In one that has access.
resource "databricks_group_member" "painters" {
  group_id  = data.databricks_group.all["glazers"].id
  member_id = databricks_group.all["painters"].id
}

# What is refused is no access.
resource "databricks_entitlements" "sievers" {
  group_id         = data.databricks_group.all["sievers"].id
  workspace_access = false
}

# A workspace knows the groups of its account.
resource "databricks_group" "buyers" { # expect: groups-from-idp
  provider     = databricks.account
  display_name = "buyers"
}

module "buyers" {
  source = "./seats"
  name   = "buyers"
}

# Another workspace has another group of that name.
resource "databricks_group" "guides" { # expect: groups-from-idp
  provider     = databricks.studio
  display_name = "guides"
}

module "guides" {
  source = "./seats"
  name   = databricks_group.guides.display_name
}

module "guides_by_name" {
  source = "./seats"
  name   = "guides"
}

# It is looked up in one of two cases.
resource "databricks_group" "testers" { # undecided: groups-from-idp
  count        = var.pilot ? 1 : 0
  display_name = "testers"
}

module "testers" {
  source = "./seats"
  name   = var.pilot ? "testers" : "staff"
}
