# No root calls this any more. It requires a value and has neither backend nor provider: an uncalled module.
variable "catalog" {
  description = "Required, so this directory cannot be a root that someone runs as it is."
  type        = string
}

variable "cluster_id" {
  type    = string
  default = null
}

module "part" {
  source = "../retired-part"

  catalog = var.catalog
}

# Whether this is a fault depends on var.cluster_id, which nobody sets.
resource "databricks_job" "export" {
  name = "export-${var.catalog}"

  task {
    task_key            = "export"
    existing_cluster_id = var.cluster_id

    spark_python_task {
      python_file = "/Workspace/Production/export/run.py"
    }
  }
}
