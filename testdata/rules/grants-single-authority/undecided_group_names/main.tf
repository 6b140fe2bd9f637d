variable "team" {
  type = string
}

resource "databricks_group" "team" {
  display_name = var.team
  external_id  = "42"
}

data "databricks_group" "team" {
  display_name = "${var.team}-readers"
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

resource "databricks_grant" "literal" {
  catalog    = "main"
  principal  = "engineers"
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "made" {
  catalog    = "main" # undecided: grants-single-authority
  principal  = databricks_group.team.display_name
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "reader" {
  schema     = "main.orders" # undecided: grants-single-authority
  principal  = "data-readers"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grant" "looked_up" {
  schema     = "main.orders"
  principal  = data.databricks_group.team.display_name
  privileges = ["USE_SCHEMA"]
}

# The names end otherwise, and the service principal will get an id of its own.
resource "databricks_grant" "writers" {
  schema     = "main.stock"
  principal  = "data-writers"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grant" "readers" {
  schema     = "main.stock"
  principal  = data.databricks_group.team.display_name
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grant" "robot" {
  schema     = "main.stock"
  principal  = "0f8fad5b-d9cb-469f-a165-70867728950e"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grant" "etl" {
  schema     = "main.stock"
  principal  = databricks_service_principal.etl.application_id
  privileges = ["USE_SCHEMA"]
}
