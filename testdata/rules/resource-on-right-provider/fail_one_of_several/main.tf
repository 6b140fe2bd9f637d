variable "hosts" {
  type = map(object({ host = string, number = number }))
  default = {
    account = { host = "https://accounts.cloud.databricks.com", number = 1 }
    prod    = { host = "https://dbc-22222222-bbbb.cloud.databricks.com", number = 2 }
  }
}

variable "others" {
  type = map(string)
}

provider "databricks" {
  alias    = "by"
  for_each = var.hosts
  host     = each.value.host
}

provider "databricks" {
  alias    = "other"
  for_each = var.others
  host     = "https://dbc-${each.key}.cloud.databricks.com"
}

provider "databricks" {
  alias    = "open"
  for_each = var.others
  host     = each.value
}

resource "databricks_job" "etl" {
  provider = databricks.by["account"] # expect: resource-on-right-provider
  name     = "etl"
}

resource "databricks_mws_private_access_settings" "this" {
  for_each                     = var.hosts
  provider                     = databricks.by[each.key] # expect: resource-on-right-provider
  private_access_settings_name = "main"
  region                       = "us-east-1"
}

resource "databricks_mws_private_access_settings" "other" {
  provider                     = databricks.other["11111111-aaaa"] # expect: resource-on-right-provider
  private_access_settings_name = "main"
  region                       = "us-east-1"
}

# One key is one configuration, whatever it is.
resource "databricks_job" "open" {
  provider = databricks.open["prod"] # undecided: resource-on-right-provider
  name     = "open"
}

resource "databricks_sql_endpoint" "open" {
  provider     = databricks.open["prod"] # undecided: resource-on-right-provider
  name         = "open"
  cluster_size = "Small"
}

resource "databricks_mws_private_access_settings" "open" {
  provider                     = databricks.open["prod"] # expect: resource-on-right-provider
  private_access_settings_name = "main"
  region                       = "us-east-1"
}
