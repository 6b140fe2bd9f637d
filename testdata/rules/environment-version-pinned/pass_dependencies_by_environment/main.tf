variable "env" { type = string }
locals {
  deps = {
    prod = ["pandas==2.2.3"]
    dev  = ["pandas"]
  }
}
resource "databricks_job" "j" {
  name = "etl"
  tags = { environment = var.env }
  environment {
    environment_key = "e"
    spec {
      environment_version = "4"
      dependencies        = lookup(local.deps, var.env, ["pandas==2.2.3"])
    }
  }
  task {
    task_key        = "a"
    environment_key = "e"
    spark_python_task {
      python_file = "/Workspace/a.py"
    }
  }
}
