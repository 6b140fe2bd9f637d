# Files are part of the configuration: what they hold hangs on no input.
locals {
  teams = yamldecode(file("${path.module}/teams.yaml"))
  one   = jsondecode(file("one.json"))
  all   = merge([for name in fileset(path.module, "parts/*.yaml") : yamldecode(file("${path.module}/${name}"))]...)
}

resource "databricks_sql_endpoint" "teams" {
  for_each     = local.teams
  name         = "${each.key}-${each.value.regoin}" # expect: reference-resolves
  cluster_size = each.value.size
}

resource "databricks_sql_endpoint" "one" {
  name         = local.one.nmae # expect: reference-resolves
  cluster_size = "Small"
}

resource "databricks_group" "parts" {
  for_each     = local.all
  display_name = each.value.title # expect: reference-resolves
}

resource "databricks_group" "right" {
  for_each     = local.all
  display_name = each.value.name
}
