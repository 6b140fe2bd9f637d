# What the inner one goes over is an element of the outer one.
resource "databricks_job" "ferry" {
  name = "ferry"

  dynamic "task" {
    for_each = [{ key = "board", packages = ["tides==1.4.0"] }]
    iterator = it

    content {
      task_key            = it.value.key
      existing_cluster_id = "0101-quay"

      notebook_task {
        notebook_path = "/board"
      }

      dynamic "library" {
        for_each = it.value.packages
        iterator = it

        content {
          pypi { # expect: known-schema
          }
        }
      }
    }
  }
}
