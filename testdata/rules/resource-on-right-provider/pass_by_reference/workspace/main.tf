variable "name" {
  type = string
}

resource "databricks_mws_workspaces" "this" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = var.name
  aws_region     = "us-east-1"
}

output "url" {
  value = databricks_mws_workspaces.this.workspace_url
}

output "id" {
  value = databricks_mws_workspaces.this.workspace_id
}
