variable "serverless" {
  type = bool
}

# The job declares no environment. On a cluster the key is null, and then nothing is missing.
resource "databricks_job" "etl" {
  name = "etl"

  task {
    task_key            = "main"
    existing_cluster_id = var.serverless ? null : "0923-164208-meows279"
    environment_key     = var.serverless ? "default" : null # undecided: task-key-resolves

    notebook_task {
      notebook_path = "/Workspace/etl"
    }
  }
}
