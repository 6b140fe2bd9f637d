data "terraform_remote_state" "kiln" {
  backend = "local"
  config = {
    path = "${path.module}/.././kiln/x.tfstate"
  }
}

resource "databricks_metastore_assignment" "again" {
  workspace_id = data.terraform_remote_state.kiln.outputs.local # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
