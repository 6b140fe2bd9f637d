# Nobody is given anything.
variable "production" {
  type    = bool
  default = true
}

resource "databricks_grant" "debugging" {
  catalog    = "orders"
  principal  = "ines@northwind.example"
  privileges = var.production ? [] : ["USE_CATALOG"]
}

resource "databricks_grants" "returns" {
  catalog = "returns"

  grant {
    principal  = "ines@northwind.example"
    privileges = []
  }
}
