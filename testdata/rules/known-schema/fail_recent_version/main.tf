terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}

# What excludes and needs what has been so for long.
resource "databricks_grant" "two" {
  catalog    = "main"
  schema     = "main.sales" # expect: known-schema
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_storage_credential" "none" { # expect: known-schema
  name = "none"
}

resource "databricks_notebook" "language" {
  path           = "/Shared/etl"
  content_base64 = "YQ==" # expect: known-schema
}
