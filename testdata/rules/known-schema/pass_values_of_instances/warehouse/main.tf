terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "size" {
  type = string
}

resource "databricks_sql_endpoint" "this" {
  name         = "bi"
  cluster_size = var.size
}
