# Whatever the keys are, these put nobody into `z`.
variable "teams" {
  type = map(list(string))
}

variable "number" {
  type = number
}

resource "databricks_service_principal" "this" {
  display_name = "this"
}

resource "databricks_group" "team" {
  for_each     = var.teams
  display_name = "team-${each.key}"
}

resource "databricks_group_member" "team" {
  for_each  = var.teams
  group_id  = databricks_group.team[each.key].id
  member_id = databricks_service_principal.this.id
}

resource "databricks_group" "counted" {
  count        = var.number
  display_name = "counted-${count.index}"
}

resource "databricks_group_member" "counted" {
  count     = var.number
  group_id  = databricks_group.counted[count.index].id
  member_id = databricks_service_principal.this.id
}

data "databricks_group" "admins" {
  display_name = "admins"
}

resource "databricks_group_member" "admins" {
  for_each  = var.teams
  group_id  = data.databricks_group.admins.id
  member_id = databricks_group.team[each.key].id
}

resource "databricks_group" "z" { # expect: groups-from-idp
  display_name = "z"
}

resource "databricks_grants" "this" {
  catalog = "main"
  grant {
    principal  = databricks_group.z.display_name
    privileges = ["USE_CATALOG"]
  }
}
