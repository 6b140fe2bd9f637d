variable "principal" {
  type = string
}

resource "databricks_grant" "this" {
  catalog    = "prod"
  principal  = var.principal # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}
