variable "aws_account" {
  type = string
}

variable "gcp_account" {
  type = string
}

variable "regions" {
  type = map(string)
}

provider "databricks" {
  alias      = "aws"
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.aws_account
}

provider "databricks" {
  alias      = "gcp"
  host       = "accounts.gcp.databricks.com/"
  account_id = var.gcp_account
}

provider "databricks" {
  alias = "azure"
  host  = "https://adb-1234567890123456.7.azuredatabricks.net"
}

resource "databricks_metastore" "aws" {
  provider = databricks.aws

  name   = "aws"
  region = var.regions["aws"]
}

resource "databricks_metastore" "gcp" {
  provider = databricks.gcp

  name   = "gcp"
  region = var.regions["gcp"]
}

resource "databricks_metastore" "azure" {
  provider = databricks.azure

  name   = "azure"
  region = var.regions["azure"]
}
