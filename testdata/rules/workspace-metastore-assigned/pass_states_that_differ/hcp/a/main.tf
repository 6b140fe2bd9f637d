data "terraform_remote_state" "kiln" {
  backend = "remote"
  config = {
    organization = "potter"
    workspaces   = { name = "kiln" }
  }
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.terraform_remote_state.kiln.outputs.hcp
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
