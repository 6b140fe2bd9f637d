provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

variable "profile" {
  type = string
}

data "terraform_remote_state" "kiln" {
  backend   = "s3"
  workspace = "default"
  config = {
    bucket               = "potter-states"
    key                  = "kiln.tfstate"
    profile              = var.profile
    role_arn             = "arn:aws:iam::123456789012:role/reader"
    encrypt              = true
    workspace_key_prefix = "stages"
  }
}

resource "databricks_metastore_assignment" "again" {
  workspace_id = data.terraform_remote_state.kiln.outputs.s3 # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
