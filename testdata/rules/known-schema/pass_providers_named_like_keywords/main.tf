# Where a provider configuration is named, keywords are names.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.126"
    }
    null = {
      source = "hashicorp/null"
    }
  }
}

provider "null" {
  alias = "b"
}

module "m" {
  source = "./m"
  providers = {
    databricks = databricks
    null       = null
    null.x     = null.b
  }
}

module "json" {
  source = "./json"
  providers = {
    null = null
  }
}

resource "null_resource" "a" {
  provider = null
}

resource "null_resource" "b" {
  provider = null.b
}
