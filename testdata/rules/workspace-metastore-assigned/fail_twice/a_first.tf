resource "databricks_metastore_assignment" "number" {
  workspace_id = 1234567890123456 # undecided: workspace-metastore-assigned
  metastore_id = data.databricks_metastore.main.id
}

resource "databricks_metastore_assignment" "text" {
  workspace_id = "1234567890123456" # expect: workspace-metastore-assigned
  metastore_id = data.databricks_metastore.main.id
}
