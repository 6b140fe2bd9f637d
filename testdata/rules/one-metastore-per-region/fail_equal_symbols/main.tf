# The region has no value, and is one all the same. The one that a workspace uses should stay.
variable "region" {
  type = string
}

variable "workspace_id" {
  type = string
}

resource "databricks_metastore" "other" {
  name   = "other"
  region = local.region # expect: one-metastore-per-region
}

resource "databricks_metastore" "main" {
  name   = "main"
  region = var.region
}

resource "databricks_metastore_assignment" "main" {
  workspace_id = var.workspace_id
  metastore_id = databricks_metastore.main.id
}

locals {
  region = var.region
}
