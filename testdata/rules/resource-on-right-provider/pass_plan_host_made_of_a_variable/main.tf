terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}

variable "workspace_url" {
  type    = string
  default = "https://prod.cloud.databricks.com"
}

# the account console of the cloud that the workspace is in
provider "databricks" {
  alias      = "account"
  host       = endswith(var.workspace_url, ".us") ? "https://accounts.cloud.databricks.us" : "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
  token      = "x"
}

provider "databricks" {
  alias      = "account2"
  host       = replace(var.workspace_url, "prod", "accounts")
  account_id = "00000000-0000-0000-0000-000000000001"
  token      = "x"
}

resource "databricks_mws_networks" "n" {
  provider           = databricks.account
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "prod"
  vpc_id             = "vpc-1"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
}

resource "databricks_mws_networks" "n2" {
  provider           = databricks.account2
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "prod2"
  vpc_id             = "vpc-1"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
}
