module "governance" {
  source       = "acme/governance/databricks"
  version      = "2.1.0"
  workspace_id = 42
}

resource "databricks_metastore_assignment" "own" {
  workspace_id = 42 # undecided: workspace-metastore-assigned
  metastore_id = "m"
}
# problems: the module is not installed
