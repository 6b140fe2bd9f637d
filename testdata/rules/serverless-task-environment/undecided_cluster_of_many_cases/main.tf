# In some cases there is no cluster, however many cases there are.
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

  task { # undecided: serverless-task-environment
    task_key            = "by_region"
    existing_cluster_id = local.settings.cluster
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "by_conditions"
    existing_cluster_id = merge({ id = var.picked ? "0101-120000-orchard1" : "0202-120000-orchard2" }, var.washed ? { id = var.pressed ? null : var.bottled ? "0303-120000-orchard3" : "0404-120000-orchard4" } : {}).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "by_the_list"
    existing_cluster_id = merge([for name in ["north", "south", "east", "west"] : name == var.region ? { id = null } : { id = "0101-120000-orchard1" }]...).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "where_a_change_is_tried"
    existing_cluster_id = merge({ id = null }, try(length(var.changes), 0) > 0 ? { id = "0101-120000-orchard1" } : null).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "where_a_change_takes_it_away"
    existing_cluster_id = merge({ id = "0101-120000-orchard1" }, try(tobool(var.changes.serverless), false) ? { id = null } : null).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "with_changes_that_are_empty"
    existing_cluster_id = merge({ id = "0101-120000-orchard1" }, { for key, value in var.changes : key => value == "" ? null : value }).id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "of_changes_that_are_empty"
    existing_cluster_id = { for key, value in var.changes : key => value == "" ? null : value }.id
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "first_of_two"
    existing_cluster_id = try(coalesce(var.picked ? "0101-120000-orchard1" : null, var.washed ? "0202-120000-orchard2" : null), null)
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "first_of_two_lists"
    existing_cluster_id = try(coalescelist(var.picked ? ["0101-120000-orchard1"] : [], var.washed ? ["0202-120000-orchard2"] : [])[0], "")
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "where_one_of_two_holds"
    existing_cluster_id = try((var.picked || var.washed ? ["0101-120000-orchard1"] : [])[0], null)
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }

  task { # undecided: serverless-task-environment
    task_key            = "where_one_of_three_is_listed"
    existing_cluster_id = try([for id in ["0101-120000-orchard1"] : id if var.picked || var.washed || var.pressed][0], null)
    spark_python_task {
      python_file = "/Workspace/orchard/press.py"
    }
  }
}
