# By different expressions that mean one workspace, and by one id written as a number and as text.
variable "ids" {
  type = map(string)
}

locals {
  prod = var.ids["prod"]
}

data "databricks_metastore" "main" {
  name = "main"
}

resource "databricks_mws_workspaces" "dev" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "dev"
  aws_region     = "us-east-1"
}

output "dev" {
  value = databricks_mws_workspaces.dev.workspace_id
}

resource "databricks_metastore_assignment" "a" {
  workspace_id = local.prod
  metastore_id = data.databricks_metastore.main.id
}

resource "databricks_metastore_assignment" "b" {
  workspace_id = var.ids["prod"] # expect: workspace-metastore-assigned
  metastore_id = data.databricks_metastore.main.id
}

module "dev" {
  source       = "./assign"
  workspace_id = databricks_mws_workspaces.dev.workspace_id
  metastore_id = data.databricks_metastore.main.id
}
