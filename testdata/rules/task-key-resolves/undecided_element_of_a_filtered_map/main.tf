variable "invoices" { type = bool }

locals {
  feeds = { for name, on in { orders = true, invoices = var.invoices } : name => { after = "clean" } if on }
}

resource "databricks_job" "load" {
  name = "load"
  task {
    task_key            = "prepare"
    existing_cluster_id = "0801-070707-abcdefgh"
    notebook_task { notebook_path = "/Shared/prepare" }
  }
  task {
    task_key            = "publish"
    existing_cluster_id = "0801-070707-abcdefgh"
    notebook_task { notebook_path = "/Shared/publish" }
    dynamic "depends_on" {
      for_each = [for name in ["invoices"] : name if can(local.feeds[name])]
      content { task_key = depends_on.value } # undecided: task-key-resolves
    }
  }
  task {
    task_key            = "archive"
    existing_cluster_id = "0801-070707-abcdefgh"
    notebook_task { notebook_path = "/Shared/archive" }
    depends_on { task_key = try(local.feeds.invoices.after, "prepare") } # undecided: task-key-resolves
  }
}
