# Terraform reads these before it has functions, and takes nothing but text for text.
terraform {
  required_version = upper(">= 1.5") # expect: known-schema
  required_providers {
    databricks = {
      source  = lower("databricks/databricks") # expect: known-schema
      version = 1                              # expect: known-schema
    }
    aws = {
      source                = 5              # expect: known-schema
      version               = length(">= 5") # expect: known-schema
      configuration_aliases = [
        "aws.quoted",      # expect: known-schema
        google.other,      # expect: known-schema
      ]
    }
    google = {
      source = "hashicorp/terraform-provider-google" # expect: known-schema
    }
    azurerm = null # expect: known-schema
    Azuread = {    # expect: known-schema
      source = "hashicorp/azuread"
    }
    time_of_day = { # expect: known-schema
      source = "hashicorp/time"
    }
  }
}

provider "databricks" {
  alias   = lower("account") # expect: known-schema
  version = "newest"         # expect: known-schema
}

variable "flags" {
  nullable    = tobool("true") # expect: known-schema
  sensitive   = tobool("true") # expect: known-schema
  ephemeral   = tobool("no")   # expect: known-schema
  description = upper("flags") # expect: known-schema
}

variable "_" { # expect: known-schema
  default = 1
}

output "flag" {
  value     = 1
  sensitive = tobool("true") # expect: known-schema
}

resource "terraform_data" "flag" {
  input = 1
  _ {
    input = 2 # expect: known-schema
  }
  lifecycle {
    create_before_destroy = tobool("true") # expect: known-schema
  }
}

# problems: neither has a source that can be read.
module "list" {
  source = ["./team"] # expect: known-schema
}

module "null" {
  source = null # expect: known-schema
}
