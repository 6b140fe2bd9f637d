terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.30"
    }
  }
}

# An older provider may still have had it.
resource "databricks_old_thing" "x" { # expect: known-schema
  name = "x"
}

resource "databricks_catalog" "sales" {
  name     = "sales"
  old_name = "x" # expect: known-schema
}

data "databricks_group" "admins" { # expect: known-schema
  old_name = "admins" # expect: known-schema
}

# The values of an older one are still taken.
resource "databricks_volume" "raw" {
  catalog_name = "prod"
  schema_name  = "sales"
  name         = "raw"
  volume_type  = "managed" # expect: known-schema
}
