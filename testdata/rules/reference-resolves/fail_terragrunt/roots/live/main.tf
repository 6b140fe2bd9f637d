# A root is run as it is.
terraform {
  backend "local" {}
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

data "databricks_group" "users" {
  provider     = databricks.account # expect: reference-resolves
  display_name = "users"
}

module "called" {
  source = "../../modules/called"
}
