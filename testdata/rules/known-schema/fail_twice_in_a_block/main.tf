resource "databricks_job" "content" {
  dynamic "task" {
    for_each = [1]
    content {
      task_key = "a"
    }
    content { # expect: known-schema
      task_key = "b"
    }
  }
}

resource "terraform_data" "label" {
  provisioner "local-exec" "second" { # expect: known-schema
    command = "echo"
  }
}
