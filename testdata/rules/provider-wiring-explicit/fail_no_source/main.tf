# The module below does not inherit the source from here.
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

module "sub" {
  source = "./sub"
}
