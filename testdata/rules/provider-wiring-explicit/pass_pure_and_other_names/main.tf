terraform {
  required_providers {
    databricks = {
      source  = "registry.example.com/mirror/databricks"
      version = "~> 1.128"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

provider "aws" {
  alias  = "replica"
  region = "eu-west-1"
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

data "databricks_group" "engineers" {
  display_name = "engineers"
}

data "aws_caller_identity" "current" {}
