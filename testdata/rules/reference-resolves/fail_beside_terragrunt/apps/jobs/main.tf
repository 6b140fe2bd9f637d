# Nobody calls this module, and the source of no unit leads here.
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
  tags = { env = var.environment } # expect: reference-resolves
}
