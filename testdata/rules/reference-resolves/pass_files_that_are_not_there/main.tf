# What is made before Terraform runs is not there yet.
locals {
  parts = [for name in fileset(path.module, "made/*.yaml") : yamldecode(file("${path.module}/${name}"))]
  first = try(local.parts[0].name, "none")
}

resource "databricks_group" "made" {
  for_each     = { for part in local.parts : part.name => part }
  display_name = each.value.title
  external_id  = "1"
}

resource "databricks_job" "first" {
  name = local.first
}
