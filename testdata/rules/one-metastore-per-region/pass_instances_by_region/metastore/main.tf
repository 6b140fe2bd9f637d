variable "region" {
  type = string
}

terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

locals {
  region = var.region
}

resource "databricks_metastore" "this" {
  name   = "main-${local.region}"
  region = local.region
}
