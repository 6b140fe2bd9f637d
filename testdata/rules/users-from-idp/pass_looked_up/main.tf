data "databricks_user" "alice" {
  user_name = "alice@example.com"
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}
