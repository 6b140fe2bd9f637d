variable "prod" {
  type = bool
}

resource "databricks_user" "carl" {
  user_name    = "carl@example.com"
  display_name = var.prod ? "Carl" : "Carl (dev)"
  external_id  = "00u-carl"
}

resource "databricks_grant" "carl" {
  catalog    = "prod"
  principal  = databricks_user.carl.display_name # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}
