# An assignment whose workspace may be one that is not known may be that of each.

variable "id" {
  type = string
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_mws_workspaces" "one" { # undecided: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "one"
  aws_region     = "us-east-1"
}

resource "databricks_mws_workspaces" "two" { # undecided: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "two"
  aws_region     = "us-east-1"
}

resource "databricks_metastore" "us" {
  name   = "us"
  region = "us-east-1"
}

resource "databricks_metastore_assignment" "given" {
  workspace_id = coalesce(var.id, databricks_mws_workspaces.two.workspace_id)
  metastore_id = databricks_metastore.us.id
}
