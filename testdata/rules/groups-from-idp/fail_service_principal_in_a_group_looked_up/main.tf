# Nothing here makes the groups that are looked up.
variable "make" {
  type = bool
}

variable "team" {
  type = string
}

provider "databricks" {
  host = "https://kiln.cloud.databricks.com"
}

provider "databricks" {
  alias = "studio"
  host  = "https://studio.cloud.databricks.com"
}

resource "databricks_service_principal" "fire" {
  display_name = "fire"
}

resource "databricks_group" "carts" {
  count        = var.make ? 1 : 0
  display_name = "carts"
}

data "databricks_group" "carts" {
  count        = var.make ? 0 : 1
  display_name = "carts"
}

# In one of two cases.
resource "databricks_group_member" "carts" {
  group_id  = one(concat(data.databricks_group.carts[*].id, databricks_group.carts[*].id))
  member_id = databricks_service_principal.fire.id # undecided: groups-from-idp
}

# Another workspace makes one of that name.
resource "databricks_group" "guides" {
  provider     = databricks.studio
  display_name = "guides"
  external_id  = "77c1"
}

data "databricks_group" "guides" {
  display_name = databricks_group.guides.display_name
}

data "databricks_group" "glazers" {
  display_name = "glazers"
}

resource "databricks_group_member" "guides" {
  group_id  = data.databricks_group.guides.id
  member_id = databricks_service_principal.fire.id # expect: groups-from-idp
}

resource "databricks_group_member" "glazers" {
  group_id  = data.databricks_group.glazers.id
  member_id = databricks_service_principal.fire.id # expect: groups-from-idp
}

# No group that is made here begins like this.
data "databricks_group" "crew" {
  display_name = "crew-${var.team}"
}

resource "databricks_group_member" "crew" {
  group_id  = data.databricks_group.crew.id
  member_id = databricks_service_principal.fire.id # expect: groups-from-idp
}
