terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.50"
    }
  }
}

resource "databricks_new_thing" "x" { # expect: known-schema
  name = "x"
}

resource "databricks_catalog" "sales" {
  name     = "sales"
  new_name = "x" # expect: known-schema
}

module "by_constraint" {
  source = "./old"
}

# An argument that the table does not know can be the securable.
resource "databricks_grant" "new" {
  new_kind   = "x" # expect: known-schema
  principal  = "engineers"
  privileges = ["SELECT"]
}
