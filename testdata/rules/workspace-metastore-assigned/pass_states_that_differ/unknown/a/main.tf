provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

variable "key" {
  type = string
}

data "terraform_remote_state" "kiln" {
  backend = "s3"
  config = {
    bucket = "potter-states"
    key    = var.key
  }
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.terraform_remote_state.kiln.outputs.unknown
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
