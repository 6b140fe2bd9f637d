# The module is right, and is given the wrong provider. Data sources count.
variable "console" {
  type    = string
  default = "accounts.cloud.databricks.com"
}

provider "databricks" {
  alias = "mws"
  host  = "https://${var.console}"
}

provider "databricks" {
  alias      = "ws"
  host       = "https://dbc-1234.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

module "wrong" {
  source    = "./jobs"
  providers = { databricks = databricks.mws }
}

module "right" {
  source    = "./jobs"
  providers = { databricks = databricks.ws }
}

data "databricks_mws_workspaces" "all" {
  provider = databricks.ws # expect: resource-on-right-provider
}
