# OpenTofu: each key is a configuration of its own.
variable "hosts" {
  type = map(string)
  default = {
    account = "https://accounts.cloud.databricks.com"
    prod    = "https://dbc-22222222-bbbb.cloud.databricks.com"
  }
}

provider "databricks" {
  alias    = "by"
  for_each = var.hosts
  host     = each.value
}

resource "databricks_job" "etl" {
  provider = databricks.by["prod"]
  name     = "etl"
}

resource "databricks_mws_private_access_settings" "this" {
  provider                     = databricks.by["account"]
  private_access_settings_name = "main"
  region                       = "us-east-1"
}
