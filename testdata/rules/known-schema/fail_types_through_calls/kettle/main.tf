terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "workers" {}

variable "tags" {}

resource "databricks_cluster" "kettle" {
  cluster_name  = "kettle"
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = var.workers # expect: known-schema
  custom_tags   = var.tags # expect: known-schema
}
