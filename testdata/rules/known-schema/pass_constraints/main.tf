# What hangs on inputs, or is null in the end, is not known to be set.

variable "catalog" {
  type    = string
  default = null
}

variable "schema" {
  type    = string
  default = null
}

variable "zones" {
  type = list(string)
}

variable "is_azure" {
  type = bool
}

resource "databricks_grant" "either" {
  catalog    = var.catalog
  schema     = var.schema
  principal  = "engineers"
  privileges = ["ALL_PRIVILEGES"]
}

resource "databricks_grant" "null" {
  catalog    = null
  schema     = "main.sales"
  principal  = "engineers"
  privileges = ["USE_SCHEMA"]
}

# One of the two blocks is there, never both.
resource "databricks_cluster" "either_cloud" {
  cluster_name  = "either-cloud"
  spark_version = "15.4.x-scala2.12"
  node_type_id  = var.is_azure ? "Standard_D4s_v5" : "i3.xlarge"
  num_workers   = 2
  dynamic "aws_attributes" {
    for_each = var.is_azure ? [] : var.zones
    content {
      zone_id = aws_attributes.value
    }
  }
  dynamic "azure_attributes" {
    for_each = var.is_azure ? [1] : []
    content {
      availability = "SPOT_AZURE"
    }
  }
  dynamic "gcp_attributes" {
    for_each = []
    content {
      availability = "PREEMPTIBLE_GCP"
    }
  }
}

# Clusters of tasks are not judged by the provider in this way.
resource "databricks_job" "pools" {
  name = "pools"
  task {
    task_key = "main"
    new_cluster {
      spark_version    = "15.4.x-scala2.12"
      num_workers      = 1
      instance_pool_id = "pool"
      node_type_id     = "i3.xlarge"
    }
    notebook_task {
      notebook_path = "/Workspace/main"
    }
  }
}

# The case of letters is all the same here, and "" is a role that is not set.
resource "databricks_pipeline" "edition" {
  name    = "edition"
  edition = "ADVANCED"
  channel = "Current"
}

resource "databricks_instance_profile" "role" {
  instance_profile_arn = "arn:aws-us-gov:iam::123456789012:instance-profile/shared"
  iam_role_arn         = ""
}

resource "databricks_sql_endpoint" "bi" {
  name             = "bi"
  cluster_size     = "2X-Small"
  max_num_clusters = "40"
}

resource "databricks_group" "own" {
  for_each     = toset(["Admins", "data-admins", "all users"])
  display_name = each.key
}
