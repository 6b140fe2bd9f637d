variable "name" {
  type = string
}

resource "databricks_mws_workspaces" "this" { # expect: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = var.name
  aws_region     = "us-east-1"
}

output "id" {
  value = databricks_mws_workspaces.this.workspace_id
}
