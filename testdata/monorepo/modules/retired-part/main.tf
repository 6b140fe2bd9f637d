# Called, though only by an uncalled module: a module.
variable "catalog" {
  type = string
}

resource "databricks_schema" "exports" {
  catalog_name = var.catalog
  name         = "exports"
}
