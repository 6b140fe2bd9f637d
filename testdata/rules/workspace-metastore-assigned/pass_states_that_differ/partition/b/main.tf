data "terraform_remote_state" "kiln" {
  backend = "s3"
  config = {
    bucket = "potter-states"
    key    = "kiln.tfstate"
    region = "cn-north-1"
  }
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.terraform_remote_state.kiln.outputs.partition
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
