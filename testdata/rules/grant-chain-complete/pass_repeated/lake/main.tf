variable "catalog" {
  type = string
}

variable "group" {
  type = string
}

variable "layers" {
  type = set(string)
}

resource "databricks_grants" "catalog" {
  catalog = var.catalog

  grant {
    principal  = var.group
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "layers" {
  for_each = var.layers
  schema   = "${var.catalog}.${each.key}"

  grant {
    principal  = var.group
    privileges = ["SELECT"]
  }
}
