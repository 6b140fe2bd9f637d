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

resource "databricks_job" "etl" {
  name = "etl"

  dynamic "parameter" {
    for_each = ["a"]
    content {
      name    = parameter # expect: known-schema
      default = "x"
    }
  }

  dynamic "job_cluster" {
    for_each = { small = 1, large = "many" }
    content {
      job_cluster_key = job_cluster.key
      new_cluster {
        spark_version = "15.4.x-scala2.12"
        num_workers   = job_cluster.value # expect: known-schema
      }
    }
  }

  dynamic "job_cluster" {
    for_each = var.names
    content {
      job_cluster_key = "a"
      new_cluster {
        spark_version = "15.4.x-scala2.12"
        num_workers   = job_cluster.value
      }
    }
  }
}

resource "databricks_pipeline" "etl" {
  name = "etl"

  dynamic "cluster" {
    for_each = ["a", null]
    content {
      label = "default"
      autoscale {
        min_workers = 1
        max_workers = cluster.value == null ? null : 2 # expect: known-schema
      }
    }
  }
}
