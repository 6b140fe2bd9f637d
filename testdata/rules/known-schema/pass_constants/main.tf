terraform {
  required_version = ">= ${"1.5"}"
  required_providers {
    databricks = {
      source                = true ? "databricks/databricks" : ""
      version               = "${">= 1.50"}"
      configuration_aliases = [databricks, databricks.account]
    }
    aws = ">= 5.0"
  }
}

provider "aws" {
  alias   = "old"
  version = null
}

variable "flags" {
  nullable  = "true"
  sensitive = !false
}

resource "terraform_data" "flag" {
  input = 1
  _ {
    triggers_replace = 2
  }
}

resource "terraform_data" "late" {}

output "late" {
  value = 1
}
