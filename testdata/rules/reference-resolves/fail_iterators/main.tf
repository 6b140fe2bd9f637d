terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

locals {
  libraries = { main = { whl = "a.whl" } }
}

resource "databricks_job" "etl" {
  name = "etl"

  dynamic "parameter" {
    for_each = ["a", "b"]
    content {
      name    = parameter.val # expect: reference-resolves
      default = "x"
    }
  }

  dynamic "task" {
    for_each = { first = { key = "a" }, second = { name = "b" } }
    iterator = it
    content {
      task_key = it.value.key # expect: reference-resolves
    }
  }

  dynamic "task" {
    for_each = ["a"]
    content {
      task_key = task.value
      dynamic "library" {
        for_each = local.libraries
        content {
          whl = library.value.wheel # expect: reference-resolves
        }
      }
      dynamic "library" {
        for_each = task.value # expect: reference-resolves
        content {
          whl = library.value
        }
      }
    }
  }
}

# Without an instance Terraform looks at blocks all the same.
resource "databricks_job" "none" {
  count = 0
  name  = "none"

  dynamic "parameter" {
    for_each = ["a"]
    content {
      name    = "a"
      default = { b = 1 }[parameter.value] # expect: reference-resolves
    }
  }
}
