variable "metastores" {
  type = map(string)
}

resource "databricks_metastore_assignment" "fixed" {
  for_each     = var.metastores
  workspace_id = 1234567890 # undecided: workspace-metastore-assigned
  metastore_id = each.value
}

module "assignment" {
  source    = "./assignment"
  for_each  = var.metastores
  metastore = each.value
}
