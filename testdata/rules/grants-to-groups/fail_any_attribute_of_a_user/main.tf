data "databricks_user" "bob" {
  user_name = "bob@example.com"
}

resource "databricks_user" "carl" {
  user_name    = "carl@example.com"
  display_name = "Carl"
  external_id  = "00u-carl"
}

locals {
  reader = data.databricks_user.bob.id
}

resource "databricks_grant" "by_id" {
  catalog    = "prod"
  principal  = local.reader # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "by_display_name" {
  catalog    = "prod"
  principal  = databricks_user.carl.display_name # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}
