variable "names" {
  type = set(string)
}

resource "databricks_cluster" "c" {
  for_each      = var.names
  cluster_name  = each.key
  spark_version = "16.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = 1
}

resource "databricks_job" "each" {
  for_each = { load = "etl" }
  name     = "each"

  task { # undecided: serverless-task-environment
    task_key            = each.key
    existing_cluster_id = try(databricks_cluster.c[each.value].id, null)

    spark_python_task {
      python_file = "/Workspace/load.py"
    }
  }
}
