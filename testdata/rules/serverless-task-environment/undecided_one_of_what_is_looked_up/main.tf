# Where nothing is found the task runs on serverless compute.

data "databricks_clusters" "presses" {
  cluster_name_contains = "press"
}

resource "databricks_job" "harvest" {
  name = "harvest"

  task { # undecided: serverless-task-environment
    task_key            = "weigh"
    existing_cluster_id = one(data.databricks_clusters.presses.ids)
    spark_python_task {
      python_file = "/Workspace/orchard/weigh.py"
    }
  }
}
