terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_job" "labels" {
  name = "labels"
  task "first" { # expect: known-schema
    task_key = "first"
  }
  dynamic { # expect: known-schema
    for_each = []
    content {}
  }
}
