variable "catalog" {
  type = string
}

variable "readers" {
  type = set(string)
}

resource "databricks_grants" "literal" {
  catalog = "main"

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "variable" {
  catalog = var.catalog # undecided: grants-single-authority

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "each" {
  for_each = var.readers

  schema = "main.orders" # undecided: grants-single-authority

  grant {
    principal  = each.value
    privileges = ["USE_SCHEMA"]
  }
}
