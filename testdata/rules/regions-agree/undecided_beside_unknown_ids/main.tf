# An id beside one that is not known may be that one.

variable "other" {
  type = string
}

variable "index" {
  type = number
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_metastore" "us" {
  name   = "us"
  region = "us-east-1"
}

resource "databricks_mws_workspaces" "w" {
  for_each       = toset(["coalesced", "listed"])
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = each.key
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "coalesced" {
  workspace_id = databricks_mws_workspaces.w["coalesced"].workspace_id
  metastore_id = coalesce(var.other, databricks_metastore.us.id) # undecided: regions-agree
}

resource "databricks_metastore_assignment" "listed" {
  workspace_id = databricks_mws_workspaces.w["listed"].workspace_id
  metastore_id = [databricks_metastore.us.id, var.other][var.index] # undecided: regions-agree
}
