# What a dynamic block makes is in the source, not in the plan.

terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}
resource "terraform_data" "u" {}
locals {
  first = terraform_data.u.id == "a"
}
resource "databricks_job" "named" {
  name = "named"
  dynamic "provider_config" {
    for_each = local.first ? ["111"] : ["222"]
    content {
      workspace_id = provider_config.value
    }
  }
}
resource "databricks_job" "maybe" { # undecided: resource-on-right-provider
  name = "maybe"
  dynamic "provider_config" {
    for_each = local.first ? ["111"] : []
    content {
      workspace_id = provider_config.value
    }
  }
}
