data "terraform_remote_state" "kiln" {
  backend   = "s3"
  workspace = "prod"
  config = {
    bucket               = "potter-states"
    key                  = "kiln.tfstate"
    workspace_key_prefix = "stages"
  }
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.terraform_remote_state.kiln.outputs.prefixes
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
