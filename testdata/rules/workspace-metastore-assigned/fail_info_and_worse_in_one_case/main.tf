variable "make" {
  type = bool
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_metastore" "primary" {
  count  = var.make ? 1 : 0
  name   = "primary"
  region = "eu-west-1"
}

resource "databricks_mws_workspaces" "assigned" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "assigned"
  aws_region     = "eu-west-1"
}

resource "databricks_mws_workspaces" "forgotten" { # expect: workspace-metastore-assigned # undecided: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "forgotten"
  aws_region     = "eu-west-1"
}

resource "databricks_metastore_assignment" "assigned" {
  workspace_id = databricks_mws_workspaces.assigned.workspace_id
  metastore_id = var.make ? databricks_metastore.primary[0].id : "11111111-2222-3333-4444-555555555555"
}
