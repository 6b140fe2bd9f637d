# Names are each module's own; the sources are the same, written out or not.
terraform {
  required_providers {
    lakehouse = {
      source = "databricks/databricks"
    }
  }
}

provider "aws" {
  region = "eu-north-1"
}

module "reader" {
  source = "./child"
  providers = {
    databricks = lakehouse
    amazon     = aws
  }
}
