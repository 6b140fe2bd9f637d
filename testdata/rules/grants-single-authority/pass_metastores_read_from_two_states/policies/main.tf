data "terraform_remote_state" "hub" {
  backend = "s3"

  config = {
    bucket = "insurer-state"
    key    = "hub-policies/terraform.tfstate"
    region = "eu-central-1"
  }
}

provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_mws_workspaces" "this" {
  provider       = databricks.account
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "policies"
  aws_region     = "eu-central-1"
}

resource "databricks_metastore_assignment" "this" {
  provider     = databricks.account
  workspace_id = databricks_mws_workspaces.this.workspace_id
  metastore_id = data.terraform_remote_state.hub.outputs.metastore_id
}

provider "databricks" {
  alias = "own"
  host  = databricks_mws_workspaces.this.workspace_url
}

resource "databricks_grants" "reference" {
  provider = databricks.own
  catalog  = "reference"

  grant {
    principal  = "policies"
    privileges = ["USE_CATALOG"]
  }
}
