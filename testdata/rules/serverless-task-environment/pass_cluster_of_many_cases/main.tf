# There is a cluster in each case.
variable "region" {
  type = string
}

variable "picked" {
  type = bool
}

variable "washed" {
  type = bool
}

variable "pressed" {
  type = bool
}

variable "bottled" {
  type = bool
}

variable "changes" {
  type = map(string)
}

locals {
  orchards = {
    north = { cluster = null }
    south = { cluster = "" }
    east  = { cluster = "0101-120000-orchard1" }
    west  = { cluster = "0202-120000-orchard2" }
    coast = { cluster = "0303-120000-orchard3" }
  }
  settings = merge({ cluster = "0404-120000-orchard4" }, local.orchards[var.region])
}

resource "databricks_job" "press" {
  name = "press"

  task {
    task_key            = "by_region"
    existing_cluster_id = merge(local.settings, { cluster = "0101-120000-orchard1" }).cluster
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task {
    task_key            = "by_region_or_another"
    existing_cluster_id = coalesce(local.settings.cluster, "0101-120000-orchard1")
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task {
    task_key            = "by_conditions"
    existing_cluster_id = merge({ id = null }, { id = var.washed ? (var.pressed ? "0101-120000-orchard1" : "0202-120000-orchard2") : var.bottled ? "0303-120000-orchard3" : "0404-120000-orchard4" }).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task {
    task_key            = "by_the_list"
    existing_cluster_id = merge([for name in ["north", "south", "east", "west"] : name == var.region ? { id = "0202-120000-orchard2" } : { id = "0101-120000-orchard1" }]...).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task {
    task_key            = "with_changes_that_are_set"
    existing_cluster_id = merge({ id = "0101-120000-orchard1" }, { for key, value in var.changes : key => value if value != "" && value != null }).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task {
    task_key            = "where_one_of_two_holds"
    existing_cluster_id = try((var.picked || var.washed ? ["0101-120000-orchard1"] : [])[0], "0202-120000-orchard2")
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }
}
