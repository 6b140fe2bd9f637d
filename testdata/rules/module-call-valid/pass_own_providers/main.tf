terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  alias = "workspace"
  host  = "https://dbc-1234.cloud.databricks.com"
}

# A module with a configuration of its own is called once.
module "once" {
  source = "./own"
}

# Nor does an empty list make it wait for anything.
module "again" {
  source     = "./own"
  depends_on = []
}

# An empty block only says that a configuration is passed.
module "passed" {
  source   = "./passed"
  for_each = toset(["a", "b"])
  providers = {
    databricks = databricks.workspace
  }
  depends_on = [module.once]
}

# Terraform judges what the override file says.
module "overridden" {
  source = "./overridden"
  count  = 2
}
