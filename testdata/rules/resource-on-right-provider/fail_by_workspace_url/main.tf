# What is called the address of a workspace is one, whoever says it.
provider "databricks" {
  alias = "prod"
  host  = "https://dbc-a1b2c3d4-e5f6.cloud.databricks.com"
}

data "databricks_current_user" "prod" {
  provider = databricks.prod
}

provider "databricks" {
  alias = "again"
  host  = data.databricks_current_user.prod.workspace_url
}

resource "databricks_token" "again" {
  provider = databricks.again
  comment  = "workspace"
}

resource "databricks_mws_credentials" "again" {
  provider         = databricks.again # expect: resource-on-right-provider
  account_id       = "00000000-0000-0000-0000-000000000001"
  credentials_name = "cross-account"
  role_arn         = "arn:aws:iam::123456789012:role/cross-account"
}

module "workspace" { # problems: not installed
  source  = "example/workspace/databricks"
  version = "1.0.0"
}

provider "databricks" {
  alias = "module"
  host  = module.workspace.databricks_workspace_url
}

resource "databricks_token" "module" {
  provider = databricks.module
  comment  = "workspace"
}

resource "databricks_mws_network_connectivity_config" "module" {
  provider = databricks.module # expect: resource-on-right-provider
  name     = "ncc"
  region   = "eu-west-1"
}

data "terraform_remote_state" "workspace" {
  backend = "local"
  config  = { path = "../workspace/terraform.tfstate" }
}

provider "databricks" {
  alias = "state"
  host  = "https://${data.terraform_remote_state.workspace.outputs.workspace_url}/"
}

resource "databricks_token" "state" {
  provider = databricks.state
  comment  = "workspace"
}

resource "databricks_mws_network_connectivity_config" "state" {
  provider = databricks.state # expect: resource-on-right-provider
  name     = "ncc"
  region   = "eu-west-1"
}
