# Included by every unit: Terragrunt writes this file beside the configuration before it runs Terraform.
generate "versions" {
  path      = "versions.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOT
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "1.128.0"
    }
  }
}
provider "databricks" {
  host = "https://dbc-1.cloud.databricks.com"
}
provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}
EOT
}
