variable "environment" {
  type = string
}

variable "region" {
  type = string
}

locals {
  none = {
    eu = { dev = { key = null }, prod = { key = null } }
    us = { dev = { key = null }, prod = { key = null } }
  }
  compute = {
    eu = {
      dev  = { existing = "0923-164208-meows279", shared = null }
      prod = { existing = null, shared = "main" }
    }
    us = {
      dev  = { existing = "0923-164208-meows279", shared = null }
      prod = { existing = null, shared = "main" }
    }
  }
}

resource "databricks_job" "load" {
  name = "load"

  job_cluster {
    job_cluster_key = "main"
    new_cluster {
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 2
    }
  }

  task {
    task_key            = "load"
    existing_cluster_id = local.compute[var.region][var.environment].existing
    job_cluster_key     = local.compute[var.region][var.environment].shared

    notebook_task {
      notebook_path = "/Shared/load"
    }
  }
}

resource "databricks_job" "report" {
  name = "report"

  task {
    task_key            = "report"
    existing_cluster_id = (var.region == "eu" ? local.compute.eu : local.compute.us)[var.environment].existing
    environment_key     = local.none[var.region][var.environment].key

    notebook_task {
      notebook_path = "/Shared/report"
    }
  }
}
