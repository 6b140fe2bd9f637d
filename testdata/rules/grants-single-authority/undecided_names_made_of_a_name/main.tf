# What is made of the name of one catalog may be the name of another.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "catalog" {
  type = string
}

resource "databricks_catalog" "orders" {
  name = var.catalog
}

resource "databricks_grants" "orders" {
  catalog = databricks_catalog.orders.name # undecided: grants-single-authority
  grant {
    principal  = "order-readers"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "archive" {
  catalog = replace(databricks_catalog.orders.name, "orders", "archive")
  grant {
    principal  = "order-readers"
    privileges = ["USE_CATALOG"]
  }
}
