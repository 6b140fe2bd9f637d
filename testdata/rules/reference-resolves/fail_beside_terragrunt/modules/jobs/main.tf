# What the only unit names.
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

resource "databricks_job" "etl" {
  name = var.name
  tags = { env = var.environment } # undecided: reference-resolves
}
