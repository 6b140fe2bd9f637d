variable "stage" { type = string }

resource "databricks_job" "depots" {
  name = "depots"
  dynamic "environment" {
    for_each = { for kind in ["plain", "geo"] : "${var.stage}-${kind}" => kind }
    content {
      environment_key = environment.key
      spec { environment_version = "4" }
    }
  }
  task {
    task_key        = "count"
    environment_key = "${var.stage}-geo"
    spark_python_task { python_file = "/Workspace/count.py" }
  }
}
