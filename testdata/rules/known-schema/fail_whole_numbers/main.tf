terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

locals {
  half = 1 / 2
}

resource "databricks_cluster" "c" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = 1.5 # expect: known-schema
}

resource "databricks_cluster" "scaled" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  autoscale {
    min_workers = local.half # expect: known-schema
    max_workers = 2
  }
}

resource "databricks_sql_endpoint" "e" {
  name           = "e"
  cluster_size   = "Small"
  auto_stop_mins = "10.5" # expect: known-schema
}

resource "databricks_job" "health" {
  name = "health"
  health {
    rules {
      metric = "RUN_DURATION_SECONDS"
      op     = "GREATER_THAN"
      value  = 1.5 # expect: known-schema
    }
  }
}

# In a list, and beyond 64 bits.
resource "databricks_budget_policy" "bound" {
  policy_name           = "bound"
  binding_workspace_ids = [12345, 123.5] # expect: known-schema
}

resource "databricks_cluster" "huge" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = 99999999999999999999 # expect: known-schema
}
