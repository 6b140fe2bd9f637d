variable "lead" {
  type = bool
}

resource "databricks_grant" "on_call" {
  catalog    = "prod"
  principal  = var.lead ? "lead@example.com" : "second@example.com" # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}
