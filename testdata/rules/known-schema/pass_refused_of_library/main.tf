# Nothing says that Terraform is run here: who calls it may give other values than these.
variable "catalog" {
  default = "main"
}

variable "schema" {
  default = "main.sales"
}

resource "databricks_grant" "two" {
  catalog    = var.catalog
  schema     = var.schema
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}
