# The groups are looked up by name beside what makes them, and only service principals are in them.
resource "databricks_group" "crews" {
  for_each     = toset(["kilns", "wheels"])
  display_name = each.key
}

module "crew" {
  source     = "./crew"
  members    = { fire = "kilns", spin = "Wheels" }
  depends_on = [databricks_group.crews]
}

# Through a group in it.
resource "databricks_group" "tools" {
  display_name = "tools"
}

data "databricks_group" "kilns" {
  display_name = "kilns"
  depends_on   = [databricks_group.crews]
}

resource "databricks_group_member" "tools" {
  group_id  = databricks_group.tools.id
  member_id = data.databricks_group.kilns.id
}

# One that is made if it is not there.
variable "make" {
  type    = bool
  default = true
}

resource "databricks_group" "carts" {
  count        = var.make ? 1 : 0
  display_name = "carts"
}

data "databricks_group" "carts" {
  display_name = "carts"
  depends_on   = [databricks_group.carts]
}

resource "databricks_service_principal" "cart" {
  display_name = "cart"
}

resource "databricks_group_member" "cart" {
  group_id  = data.databricks_group.carts.id
  member_id = databricks_service_principal.cart.id
}
