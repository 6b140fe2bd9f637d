# What the provider checks beside its schema.

variable "zone" {
  type = string
}

locals {
  nobody  = null
  storage = "abfss://unity@account.dfs.core.windows.net/"
}

# Nothing says what is granted.
resource "databricks_grant" "nothing" { # expect: known-schema
  principal  = "engineers"
  privileges = ["SELECT"]
}

# A securable that is null in the end is none.
resource "databricks_grants" "null" { # expect: known-schema
  catalog = local.nobody
  grant {
    principal  = "engineers"
    privileges = ["USE_CATALOG"]
  }
}

# Two securables at once.
resource "databricks_grant" "two" {
  catalog    = "main"
  schema     = "main.sales" # expect: known-schema
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}

# A credential for no cloud.
resource "databricks_storage_credential" "none" { # expect: known-schema
  name = "none"
}

# Blocks exclude each other too, also where a dynamic block surely makes one.
resource "databricks_cluster" "two_clouds" {
  cluster_name  = "two-clouds"
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = 2
  aws_attributes {
    zone_id = var.zone
  }
  dynamic "azure_attributes" {
    for_each = ["once"]
    content { # expect: known-schema
      availability = "SPOT_AZURE"
    }
  }
}

resource "databricks_job" "schedules" {
  name = "schedules"
  continuous {
    pause_status = "RUNNING" # expect: known-schema
  }
  schedule { # expect: known-schema
    quartz_cron_expression = "0 0 6 * * ?"
    timezone_id            = "UTC"
  }
  trigger { # expect: known-schema
    pause_status = "PAUSED"
  }
}

# One needs the other.
resource "databricks_metastore" "sharing" {
  name                = "sharing"
  storage_root        = local.storage
  delta_sharing_scope = "INTERNAL" # expect: known-schema
}

resource "databricks_sql_endpoint" "bi" {
  name             = "bi"
  cluster_size     = "small" # expect: known-schema
  max_num_clusters = 41      # expect: known-schema
}

resource "databricks_volume" "raw" {
  name         = "raw"
  catalog_name = "main"
  schema_name  = "raw"
  volume_type  = "managed" # expect: known-schema
}

resource "databricks_instance_profile" "name" {
  instance_profile_arn = "shared-profile" # expect: known-schema
}

data "databricks_service_principal" "both" {
  application_id = "6d9a8c1e-0000-4000-8000-000000000001"
  display_name   = "etl" # expect: known-schema
}

resource "databricks_group" "system" {
  display_name = "admins" # expect: known-schema
}
