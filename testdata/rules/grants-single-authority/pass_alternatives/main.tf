variable "strict" {
  type = bool
}

variable "env" {
  type = string
}

resource "databricks_grants" "strict" {
  count   = var.strict ? 1 : 0
  catalog = "main"

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "open" {
  count   = var.strict ? 0 : 1
  catalog = "main"

  grant {
    principal  = "account users"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "orders" {
  schema = "${var.env}.orders"

  grant {
    principal  = "a"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "returns" {
  schema = "${var.env}.returns"

  grant {
    principal  = "a"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grant" "each" {
  for_each = toset(["a", "b"])

  volume     = "main.raw.files"
  principal  = each.value
  privileges = ["READ_VOLUME"]
}

data "databricks_tables" "all" {
  catalog_name = "main"
  schema_name  = "raw"
}

resource "databricks_grants" "tables" {
  for_each = data.databricks_tables.all.ids

  table = each.value

  grant {
    principal  = "a"
    privileges = ["SELECT"]
  }
}
