resource "databricks_cluster" "c" {
  for_each      = toset(["etl"])
  cluster_name  = each.key
  spark_version = "16.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = 1
}

resource "databricks_job" "literal" {
  name = "literal"
  task {
    task_key            = "load"
    existing_cluster_id = try(databricks_cluster.c["etl"].id, null)
    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}

resource "databricks_job" "factory" {
  name = "factory"
  dynamic "task" {
    for_each = { load = "etl" }
    content {
      task_key            = task.key
      existing_cluster_id = try(databricks_cluster.c[task.value].id, null)
      spark_python_task {
        python_file = "/Workspace/load.py"
      }
    }
  }
}

resource "databricks_job" "each" {
  for_each = { load = "etl" }
  name     = "each"
  task {
    task_key            = each.key
    existing_cluster_id = try(databricks_cluster.c[each.value].id, null)
    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}
