# More switches than all of whose combinations are tried; each task hangs on one or two.
variable "a" {
  type = bool
}

variable "b" {
  type = bool
}

variable "c" {
  type = bool
}

variable "d" {
  type = bool
}

resource "databricks_job" "etl" {
  name = "etl"

  task {
    task_key = var.a ? "load" : "import"
    notebook_task {
      notebook_path = "/Shared/load"
    }
  }

  task {
    task_key = var.b ? "clean" : "wash"
    depends_on {
      task_key = var.a ? "load" : "import"
    }
    notebook_task {
      notebook_path = "/Shared/clean"
    }
  }

  task {
    task_key = var.c ? "send" : "post"
    depends_on {
      task_key = "clean" # undecided: task-key-resolves
    }
    notebook_task {
      notebook_path = "/Shared/send"
    }
  }

  task {
    task_key = var.d ? "report" : "tell"
    depends_on {
      task_key = var.c ? "send" : "post"
    }
    notebook_task {
      notebook_path = "/Shared/report"
    }
  }
}
