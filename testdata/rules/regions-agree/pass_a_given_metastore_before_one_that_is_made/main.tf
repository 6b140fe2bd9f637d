# What is given comes before what is made.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "existing_metastore" {
  type    = string
  default = "5f1c2a7e-0000-4000-8000-00000000000a"
}

resource "databricks_metastore" "dublin" {
  name   = "dublin"
  region = "eu-west-1"
}

resource "databricks_mws_workspaces" "oregon" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "oregon"
  aws_region     = "us-west-2"
}

resource "databricks_metastore_assignment" "oregon" {
  workspace_id = databricks_mws_workspaces.oregon.workspace_id
  metastore_id = coalesce(var.existing_metastore, databricks_metastore.dublin.id)
}
