variable "host" {
  type = string
}

variable "target" {
  type    = string
  default = null
}

variable "workspace_id" {
  type    = string
  default = null
}

provider "databricks" {
  host       = var.host
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias = "either"
  host  = coalesce(var.host, databricks_mws_workspaces.this.workspace_url)
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

provider "databricks" {
  alias        = "by_id"
  workspace_id = "1234567890123456"
}

resource "databricks_mws_workspaces" "this" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "this"
  aws_region     = "us-east-1"
}

resource "databricks_job" "etl" { # undecided: resource-on-right-provider
  name = "etl"
}

resource "databricks_job" "either" {
  provider = databricks.either # undecided: resource-on-right-provider
  name     = "etl"
}

resource "databricks_mws_private_access_settings" "by_id" {
  provider                     = databricks.by_id # undecided: resource-on-right-provider
  private_access_settings_name = "main"
  region                       = "us-east-1"
}
