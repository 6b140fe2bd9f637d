# Nothing calls this module, so its caller can grant what is missing.
variable "catalog" {
  type = string
}

variable "readers" {
  type = string
}

resource "databricks_grants" "orders" {
  schema = "${var.catalog}.orders"

  grant {
    principal  = var.readers
    privileges = ["USE_SCHEMA", "SELECT"] # undecided: grant-chain-complete
  }
}
