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
    user = databricks_user.gone.id
  }

  provisioner "remote-exec" {
    inlin = [var.gone]
  }

  lifecycle {
    ignore_changes       = [display]
    replace_triggered_by = [databricks_user.gone]
  }
}

resource "databricks_group" "all" {
  display_name = "all"
}
