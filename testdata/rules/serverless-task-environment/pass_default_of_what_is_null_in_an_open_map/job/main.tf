variable "steps" {
  type = map(object({
    script  = string
    runtime = optional(string, "harbour")
  }))
}

resource "databricks_job" "this" {
  name = "harbour"
  environment {
    environment_key = "harbour"
    spec {
      environment_version = "2"
    }
  }
  dynamic "task" {
    for_each = var.steps
    content {
      task_key        = task.key
      environment_key = task.value.runtime
      spark_python_task {
        python_file = task.value.script
      }
    }
  }
}
