terraform {
  required_providers {
    # Account level: everything here is made at the account console's API.
    databricks = {
      source = "databricks/databricks"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}
