variable "catalog" {
  type = string
}

variable "name" {
  type = string
}

variable "readers" {
  type = list(string)
}

resource "databricks_schema" "this" {
  catalog_name = var.catalog
  name         = var.name
}

resource "databricks_grants" "this" {
  schema = databricks_schema.this.id

  dynamic "grant" {
    for_each = toset(var.readers)

    content {
      principal  = grant.value
      privileges = ["SELECT"] # expect: grant-chain-complete
    }
  }
}
