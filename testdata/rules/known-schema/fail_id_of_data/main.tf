terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

# What the provider looks these up by is not their id.
data "databricks_group" "brewers" {
  id           = "123456789" # expect: known-schema
  display_name = "brewers"
}

data "databricks_instance_pool" "kettles" {
  id   = "0101-120000-kettle" # expect: known-schema
  name = "kettles"
}

data "databricks_aws_assume_role_policy" "role" {
  id          = "role" # expect: known-schema
  external_id = "11111111-2222-3333-4444-555555555555"
}
