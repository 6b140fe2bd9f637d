variable "ids" {
  type = list(string)
}

resource "databricks_mws_workspaces" "prod" { # undecided: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "prod"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "this" {
  count        = length(var.ids)
  workspace_id = var.ids[count.index] # undecided: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
