provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

variable "profile" {
  type = string
}

data "terraform_remote_state" "kiln" {
  backend = "remote"
  config = {
    hostname     = "app.terraform.io"
    organization = "potter"
    workspaces   = { name = "kiln" }
    token        = var.profile
  }
}

resource "databricks_metastore_assignment" "again" {
  workspace_id = data.terraform_remote_state.kiln.outputs.hcp # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
