# The account id is right for a workspace and wrong for Unity Catalog.
variable "databricks_account_id" {
  type = string
}

variable "aws_account_id" {
  type = string
}

terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.databricks_account_id
}

module "storage" {
  source         = "./storage"
  aws_account_id = var.aws_account_id
  external_id    = var.databricks_account_id
}
