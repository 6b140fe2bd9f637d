# A cluster that may be an empty text or null is none.
variable "settings" {
  type = map(string)
}

variable "ids" {
  type = list(string)
}

variable "cluster" {
  type = object({
    id    = optional(string, "")
    named = optional(string, "0101-120000-shared00")
    list  = optional(list(string))
  })
}

locals {
  defaults = { cluster = null, empty = "", named = "0101-120000-shared00" }
  merged   = merge(local.defaults, var.settings)
}

resource "databricks_job" "load" {
  name = "load"
  task { # undecided: serverless-task-environment
    task_key            = "looked_up"
    existing_cluster_id = lookup(var.settings, "cluster", "")
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "tried"
    existing_cluster_id = try(var.settings["cluster"], "")
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "trimmed"
    existing_cluster_id = trimspace(lookup(var.settings, "cluster", ""))
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "left_out"
    existing_cluster_id = var.cluster.id
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "merged"
    existing_cluster_id = local.merged["cluster"]
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "merged_empty"
    existing_cluster_id = local.merged.empty
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "joined"
    existing_cluster_id = join("", var.ids)
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "filtered"
    existing_cluster_id = one([for id in var.ids : id if id != ""])
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "picked"
    existing_cluster_id = element([null, "0101-120000-shared00"], length(var.ids))
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task {
    task_key            = "named_default"
    existing_cluster_id = var.cluster.named
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task {
    task_key            = "merged_default"
    existing_cluster_id = local.merged.named
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task {
    task_key            = "shared"
    existing_cluster_id = lookup(var.settings, "cluster", "0101-120000-shared00")
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task {
    task_key            = "where_it_is"
    existing_cluster_id = lookup(var.settings, "cluster", "") != "" ? lookup(var.settings, "cluster", "") : "0101-120000-shared00"
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
}
