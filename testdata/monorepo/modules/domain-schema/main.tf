variable "catalog" {
  type = string
}

variable "name" {
  type = string
}

resource "databricks_schema" "this" {
  catalog_name = var.catalog
  name         = var.name
}

output "id" {
  value = databricks_schema.this.id
}
