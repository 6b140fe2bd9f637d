# Planned with -target: `complete` is false and the second user is not in the plan. Nothing may be concluded from
# what is absent.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "0d26daa6-5e44-4c97-a497-ef015f91254a"
}

resource "databricks_user" "first" { # expect: users-from-idp
  provider = databricks.account

  user_name = "first@example.com"
}

resource "databricks_user" "second" {
  provider = databricks.account

  user_name = "second@example.com"
}

# Its assignment is not in the plan either, so its absence proves nothing.
resource "databricks_mws_workspaces" "prod" {
  provider = databricks.account

  account_id     = "0d26daa6-5e44-4c97-a497-ef015f91254a"
  workspace_name = "prod"
  aws_region     = "eu-west-1"
  compute_mode   = "SERVERLESS"
}

resource "databricks_metastore_assignment" "prod" {
  provider = databricks.account

  workspace_id = databricks_mws_workspaces.prod.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
