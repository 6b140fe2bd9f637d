terraform {
  required_providers {
    databricks = {
      source = "registry.terraform.io/databricks/databricks"
    }
    amazon = {
      source = "hashicorp/aws"
    }
  }
}

data "databricks_current_user" "me" {
}
