# Included by every unit: Terragrunt writes this file into the module before it runs Terraform.
generate "account_provider" {
  path      = "account-provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOT
variable "account_id" {
  type = string
}
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
  account_id = var.account_id
}
EOT
}
