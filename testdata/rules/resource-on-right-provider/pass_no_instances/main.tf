# No instance uses the wrong provider, and both branches of the host are workspaces.
variable "made" {
  type = bool
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

provider "databricks" {
  host = var.made ? databricks_mws_workspaces.new[0].workspace_url : "https://old.cloud.databricks.com"
}

resource "databricks_mws_workspaces" "new" {
  provider       = databricks.account
  count          = var.made ? 1 : 0
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "new"
  aws_region     = "us-east-1"
}

resource "databricks_job" "etl" {
  name = "etl"
}

resource "databricks_job" "none" {
  provider = databricks.account
  count    = 0
  name     = "none"
}
