# One text, planned with `env = "dev"` and with `env = "prod"`.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}
variable "env" { type = string }
provider "databricks" {
  host          = "https://accounts.cloud.databricks.com"
  account_id    = "00000000-0000-0000-0000-000000000001"
  client_id     = "x"
  client_secret = "y"
}
resource "databricks_metastore" "m" {
  name   = "m-${var.env}"
  region = "us-east-1"
}
