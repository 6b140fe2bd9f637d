terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "terraform_data" "a" {
  provisioner "local-exec" {
    when    = destroy
    command = "echo ${self.id}"
    connection {
      host = self.output
    }
  }
  lifecycle {
    precondition {
      condition     = var.region != ""
      error_message = "It must be there."
    }
    postcondition {
      condition     = self.id != ""
      error_message = "It must be there."
    }
  }
}

resource "terraform_data" "b" {
  input = terraform_data.a.id
}

variable "region" {
  type = string
  validation {
    condition     = var.region != local.other
    error_message = "It must not be ${var.region}."
  }
}

variable "more" {
  type = string
  validation {
    condition     = var.more != var.region
    error_message = "It must be another one."
  }
}

locals {
  other = "eu-central-1"
}

# Another configuration makes the workspace than that which works in it.
provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

provider "databricks" {
  host = module.workspace.url
}

module "workspace" {
  source    = "./workspace"
  providers = { databricks = databricks.account }
}

resource "databricks_group" "inside" {
  provider     = databricks
  display_name = "inside"
}
