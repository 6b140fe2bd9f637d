# problems
variable "name" {
  type = string

resource "databricks_service_principal" "etl" {
  application_id = each.key
