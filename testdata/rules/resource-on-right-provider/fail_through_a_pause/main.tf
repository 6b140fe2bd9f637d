# The address of the workspace arrives through a resource that waits for it.
terraform {
  required_providers {
    databricks = { source = "databricks/databricks", version = "~> 1.100" }
  }
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_mws_workspaces" "main" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "main"
  aws_region     = "eu-central-1"
}

resource "time_sleep" "ready" {
  create_duration = "60s"
  triggers        = { url = databricks_mws_workspaces.main.workspace_url }
}

provider "databricks" {
  alias = "main"
  host  = time_sleep.ready.triggers["url"]
}

resource "databricks_mws_credentials" "wrong" {
  provider         = databricks.main # expect: resource-on-right-provider
  credentials_name = "main"
  role_arn         = "arn:aws:iam::123456789012:role/main"
}

resource "databricks_cluster_policy" "right" {
  provider = databricks.main
  name     = "small"
}
