variable "wide" {
  type = bool
}

variable "readers" {
  type = string
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = var.readers
    privileges = var.wide ? ["USE_CATALOG", "USE_SCHEMA", "SELECT"] : ["USE_CATALOG"]
  }
}

resource "databricks_grants" "orders" {
  schema = "sales.orders"

  grant {
    principal  = var.readers
    privileges = ["USE_SCHEMA", "SELECT"]
  }
  grant {
    principal  = "nobody-yet"
    privileges = []
  }
}
