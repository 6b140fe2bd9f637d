# By reference, by output, by template, by Azure id, by workspace id, by provider_config.
variable "azure_id" {
  type = string
}

variable "shard" {
  type = string
}

provider "databricks" {
  alias      = "account"
  host       = "accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias      = "reference"
  host       = module.workspace["prod"].url
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias                       = "azure"
  azure_workspace_resource_id = var.azure_id
}

provider "databricks" {
  alias = "template"
  host  = "https://adb-${var.shard}.azuredatabricks.net"
}

provider "databricks" {
  alias        = "unified"
  host         = "https://accounts.cloud.databricks.com"
  workspace_id = module.workspace["prod"].id
}

module "workspace" {
  source    = "./workspace"
  for_each  = toset(["dev", "prod"])
  providers = { databricks = databricks.account }
  name      = each.key
}

resource "databricks_job" "reference" {
  provider = databricks.reference
  name     = "etl"
}

resource "databricks_job" "azure" {
  provider = databricks.azure
  name     = "etl"
}

resource "databricks_job" "template" {
  provider = databricks.template
  name     = "etl"
}

resource "databricks_job" "unified" {
  provider = databricks.unified
  name     = "etl"
}

resource "databricks_mws_private_access_settings" "unified" {
  provider                     = databricks.unified
  private_access_settings_name = "main"
  region                       = "us-east-1"
}

resource "databricks_job" "named" {
  provider = databricks.account
  name     = "etl"

  provider_config {
    workspace_id = module.workspace["dev"].id
  }
}

data "databricks_aws_crossaccount_policy" "pure" {
  provider = databricks.account
}
