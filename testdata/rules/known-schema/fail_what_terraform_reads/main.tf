resource "databricks_job" "etl" {
  name      = "etl"
  lifecycle = {} # expect: known-schema

  depends_on { # expect: known-schema
  }

  dynamic "parameter" {
    for_each = ["day"]
    iterator = "it" # expect: known-schema
    content {
      name    = it.value
      default = "1"
    }
  }

  dynamic "task" {
    for_each = ["a", "b"]
    iterator = each_task
    content {
      task_key = each_task.value
    }
  }

  lifecycle {
    create_before_destroy = "true"
  }
}

# In JSON it is a word.
resource "terraform_data" "all" {
  lifecycle {
    ignore_changes = "all" # expect: known-schema
  }
}
