terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "names" {
  type = list(string)
}

locals {
  config = { region = "eu-west-1" }
  region = local.config.regoin
}

# What an override file replaces does not hold.
resource "databricks_group" "engineers" {
  for_each     = var.names
  display_name = local.region

  connection {
    user = "admin"
  }

  provisioner "remote-exec" {
    inlin = ["true"]
  }

  lifecycle {
    ignore_changes = [display]
  }
}
