variable "x" {
  type = string
}

resource "databricks_group" "new" {
  display_name = "new"
}

moved {
  from = local.old # expect: known-schema
  to   = databricks_group.new
}

moved {
  from = path.module         # expect: known-schema
  to   = terraform.workspace # expect: known-schema
}

moved {
  from = databricks_group.other
  to   = var.x # expect: known-schema
}

moved {
  from = module.team["a"].each.key # expect: known-schema
  to   = databricks_group.team
}
