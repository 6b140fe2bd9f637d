# Two kinds of compute in a job without a `task` block.

resource "databricks_job" "both" {
  name                = "both"
  existing_cluster_id = "0101-000000-abcdefgh" # expect: serverless-task-shape
  new_cluster {
    num_workers   = 1
    spark_version = "15.4.x-scala2.12"
    node_type_id  = "i3.xlarge"
  }
  notebook_task {
    notebook_path = "/Workspace/etl/report"
  }
}
