# How the module is called. Nobody calls this directory, and nothing is required of its caller: it is a root.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

locals {
  host = "https://acme-dev.cloud.databricks.com"
}

provider "databricks" {
  host = local.host
}

# One call that is never made.
module "nightly" {
  source = "../../"
  count  = 0

  name = "example"
}
