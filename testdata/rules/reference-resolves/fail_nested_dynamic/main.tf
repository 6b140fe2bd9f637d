# The collection of the inner block is known for each element of the outer one.
resource "databricks_cluster" "nested" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = 1
  dynamic "library" {
    for_each = { a = "x", b = "y" }
    content {
      dynamic "maven" {
        for_each = library.key == "b" ? [library.value] : []
        iterator = package
        content {
          coordinates = ("x:${package.value}:${library.key}")[0] # expect: reference-resolves
          repo        = local.missing                            # expect: reference-resolves
        }
      }
    }
  }
}

variable "steps" {
  type = map(object({ jars = list(string) }))
}

resource "databricks_group" "crew" {
  count        = 2
  display_name = "crew"
}

module "names" {
  source = "./names"
}

# Whatever the outer block is made of, what the collection of an inner one refers to must be there.
resource "databricks_job" "known" {
  name = "known"
  dynamic "task" {
    for_each = []
    content {
      task_key = task.value
      dynamic "library" {
        for_each = setps.value.jars # expect: reference-resolves
        content {
          jar = library.value
        }
      }
      dynamic "depends_on" {
        for_each = [databricks_group.crew.id] # expect: reference-resolves
        content {
          task_key = depends_on.value
        }
      }
      # Here that is a warning.
      dynamic "health" {
        for_each = [module.names.all] # expect: reference-resolves
        content {}
      }
    }
  }
}

# What is wrong with its value is found where the outer one has no value yet.
resource "databricks_job" "open" {
  name = "open"
  dynamic "task" {
    for_each = var.steps
    content {
      task_key = task.key
      dynamic "library" {
        for_each = var.jars # expect: reference-resolves
        content {
          jar = library.value
        }
      }
      dynamic "depends_on" {
        for_each = [][0] # expect: reference-resolves
        content {
          task_key = depends_on.value
        }
      }
      dynamic "health" {
        for_each = [module.names.all] # expect: reference-resolves
        content {}
      }
    }
  }
}
