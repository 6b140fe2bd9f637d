# Calls a module of a registry. `terraform init` put its source under .terraform/modules, and modules.json says where.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

module "naming" {
  source  = "acme/naming/databricks"
  version = "1.2.0"

  domain = "hr"
}

resource "databricks_schema" "people" {
  catalog_name = module.naming.catalog
  name         = "people"
}
