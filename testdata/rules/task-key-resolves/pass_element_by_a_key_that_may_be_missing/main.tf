variable "season" { type = string }

resource "databricks_cluster" "ferry" {
  cluster_name  = "ferry"
  spark_version = "15.4.x-scala2.12"
  num_workers   = 1
}

locals {
  has_ferry = databricks_cluster.ferry.id != ""
  crews     = local.has_ferry ? { summer = { env = "harbour" } } : {}
  rosters   = { for name, on in { winter = true, summer = local.has_ferry } : name => { env = "harbour" } if on }
  piers     = local.has_ferry ? { summer = { env = "harbour" } } : {}
}

resource "databricks_job" "timetable" {
  name = "timetable"
  environment {
    environment_key = "harbour"
    spec {
      environment_version = "4"
    }
  }
  task {
    task_key        = "crews"
    environment_key = try(local.crews[var.season].env, "harbour")
    spark_python_task {
      python_file = "/Workspace/ferry/crews.py"
    }
  }
  task {
    task_key        = "rosters"
    environment_key = try(local.rosters["${var.season}"].env, "harbour")
    spark_python_task {
      python_file = "/Workspace/ferry/rosters.py"
    }
  }
  task {
    task_key        = "piers"
    environment_key = try(local.piers[var.season].env, "harbour")
    spark_python_task {
      python_file = "/Workspace/ferry/piers.py"
    }
  }
  task {
    task_key        = "berths"
    environment_key = can(local.piers[var.season].env) ? "harbour" : "harbour"
    spark_python_task {
      python_file = "/Workspace/ferry/berths.py"
    }
  }
}
