# The key is null in some cases, and then it names nothing.
variable "region" {
  type = string
}

variable "picked" {
  type = bool
}

variable "washed" {
  type = bool
}

locals {
  orchards = {
    north = { key = null }
    south = { key = null }
    east  = { key = "big" }
    west  = { key = "big" }
    coast = { key = "big" }
  }
}

resource "databricks_job" "press" {
  name = "press"

  task {
    task_key        = "by_region"
    job_cluster_key = merge({ key = "big" }, local.orchards[var.region]).key # undecided: task-key-resolves
    notebook_task {
      notebook_path = "/Shared/press"
    }
  }

  task {
    task_key        = "first_of_two"
    job_cluster_key = try(coalesce(var.picked ? "big" : null, var.washed ? "small" : null), null) # undecided: task-key-resolves
    notebook_task {
      notebook_path = "/Shared/press"
    }
  }

  task {
    task_key        = "where_one_holds"
    job_cluster_key = try([for key in ["big"] : key if var.picked || var.washed][0], null) # undecided: task-key-resolves
    notebook_task {
      notebook_path = "/Shared/press"
    }
  }
}
