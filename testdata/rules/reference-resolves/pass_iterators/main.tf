# problems: what the values have not.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "names" {
  type = list(string)
}

variable "other" {
  type = string
}

resource "databricks_job" "etl" {
  name = "etl"

  # Of what is not known before there are inputs nothing is looked at; the rest are problems of values.
  dynamic "parameter" {
    for_each = var.names
    content {
      name    = parameter.value.name
      default = parameter.val
    }
  }

  dynamic "parameter" {
    for_each = []
    content {
      name    = parameter.val
      default = "x"
    }
  }

  dynamic "parameter" {
    for_each = ["a", "b"]
    content {
      name    = parameter["value"]
      default = jsonencode(parameter)
    }
  }

  dynamic "parameter" {
    for_each = { a = "x", b = var.other }
    content {
      name    = parameter.key
      default = try(parameter.value.name, parameter.val, parameter.value)
    }
  }

  dynamic "parameter" {
    for_each = ["a", "b"]
    content {
      name    = { a = "x", b = "y" }[parameter.value]
      default = parameter.value == "c" ? parameter.val : "x"
    }
  }

  dynamic "task" {
    for_each = var.names
    content {
      task_key = "a"
      dynamic "library" {
        for_each = ["a.whl"]
        content {
          whl = library.val
        }
      }
    }
  }
}
