# The place for the constraint before Terraform 0.13; it still constrains.
terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

provider "databricks" {
  version = "~> 1.100"
  host    = "https://dbc-1234.cloud.databricks.com"
}

resource "databricks_cluster_policy" "small" {
  name = "small"
}
