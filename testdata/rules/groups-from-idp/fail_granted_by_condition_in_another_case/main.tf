variable "prod" {
  type = bool
}

resource "databricks_group" "deployers" { # expect: groups-from-idp
  display_name = var.prod ? "Deployers" : "Deployers-dev"
}

resource "databricks_permissions" "use" {
  sql_endpoint_id = "1234"

  access_control {
    group_name       = var.prod ? "deployers" : "deployers-dev"
    permission_level = "CAN_USE"
  }
}
