terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.999"
    }
  }
}

# Another version may have some: a hint.
ephemeral "databricks_token" "short" { # expect: known-schema
}
