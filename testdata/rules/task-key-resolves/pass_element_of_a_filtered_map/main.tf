variable "invoices" { type = bool }

locals {
  feeds   = { for name, on in { orders = true, invoices = var.invoices } : name => { after = "prepare" } if on }
  reports = merge({ daily = "d" }, var.invoices ? { invoices = "i" } : {})
}

resource "databricks_job" "load" {
  name = "load"
  task {
    task_key = "prepare"
    notebook_task { notebook_path = "/Shared/prepare" }
    existing_cluster_id = "0801-070707-abcdefgh"
  }
  dynamic "task" {
    for_each = local.feeds
    content {
      task_key            = task.key
      existing_cluster_id = "0801-070707-abcdefgh"
      notebook_task { notebook_path = "/Shared/${task.key}" }
    }
  }
  task {
    task_key            = "publish"
    existing_cluster_id = "0801-070707-abcdefgh"
    notebook_task { notebook_path = "/Shared/publish" }
    dynamic "depends_on" {
      for_each = [for name in ["invoices"] : name if can(local.feeds[name])]
      content { task_key = depends_on.value }
    }
  }
  task {
    task_key            = "archive"
    existing_cluster_id = "0801-070707-abcdefgh"
    notebook_task { notebook_path = "/Shared/archive" }
    depends_on { task_key = try(local.feeds.invoices.after, "prepare") }
  }
  task {
    task_key            = "report"
    existing_cluster_id = "0801-070707-abcdefgh"
    notebook_task { notebook_path = "/Shared/report" }
    dynamic "depends_on" {
      for_each = can(local.reports.invoices) ? ["invoices"] : []
      content { task_key = depends_on.value }
    }
  }
}
