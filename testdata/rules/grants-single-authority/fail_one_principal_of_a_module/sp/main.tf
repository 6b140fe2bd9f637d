terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "name" {
  type = string
}

resource "databricks_service_principal" "s" {
  display_name = var.name
}

output "app" {
  value = databricks_service_principal.s.application_id
}
