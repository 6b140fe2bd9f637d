# In each team all grants are on the one catalog of the team.
variable "teams" {
  type = set(string)
}

variable "people" {
  type = set(string)
}

resource "databricks_catalog" "team" {
  for_each = var.teams
  name     = "team-${each.key}"
}

module "team" {
  source   = "./team"
  for_each = var.teams
  catalog  = databricks_catalog.team[each.key].name
  people   = var.people
}
