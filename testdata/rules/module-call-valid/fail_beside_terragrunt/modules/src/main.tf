# What a unit names as its source.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

module "m" {
  source = "../m"
  providers = {
    databricks         = databricks # undecided: module-call-valid
    databricks.account = aws        # expect: module-call-valid
  }
}
