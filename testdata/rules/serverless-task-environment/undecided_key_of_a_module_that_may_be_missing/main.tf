# Whether there is a cluster of that key nobody knows.
variable "clusters" {
  type = set(string)
}

variable "pools" {
  type = map(object({ workers = number }))
}

module "cluster" {
  source   = "./cluster"
  for_each = var.clusters
  name     = each.key
}

resource "databricks_cluster" "pool" {
  for_each      = var.pools
  cluster_name  = "pool"
  spark_version = "16.4.x-scala2.12"
  node_type_id  = "m6gd.large"
  num_workers   = each.value.workers
}

resource "databricks_job" "load" {
  name = "load"
  task { # undecided: serverless-task-environment
    task_key            = "module"
    existing_cluster_id = try(module.cluster["load"].id, null)
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "one_of_all"
    existing_cluster_id = one([for key, pool in databricks_cluster.pool : pool.id if key == "load"])
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "one_value"
    existing_cluster_id = one(values(databricks_cluster.pool)[*].id)
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task { # undecided: serverless-task-environment
    task_key            = "written"
    existing_cluster_id = try(databricks_cluster.pool["load"].cluster_name, "")
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
  task {
    task_key            = "another"
    existing_cluster_id = try(module.cluster["load"].id, "0101-120000-shared00")
    spark_python_task {
      python_file = "/Workspace/Shared/load.py"
    }
  }
}
