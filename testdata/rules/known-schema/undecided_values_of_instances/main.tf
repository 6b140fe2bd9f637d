terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "big" {
  type = bool
}

resource "databricks_sql_endpoint" "branch" {
  name         = "bi"
  cluster_size = var.big ? "Large" : "small" # undecided: known-schema
}

variable "enabled" {
  type = bool
}

# Where there may be no instance, nothing is known to be wrong.
resource "databricks_sql_endpoint" "some" {
  for_each       = var.enabled ? { a = "OLD" } : {}
  name           = each.key
  cluster_size   = "Small"
  warehouse_type = each.value # undecided: known-schema
}

resource "databricks_sql_endpoint" "one" {
  count            = var.enabled ? 1 : 0
  name             = "w"
  cluster_size     = "Small"
  max_num_clusters = count.index + 41 # undecided: known-schema
}
