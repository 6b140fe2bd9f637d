# One configuration leads to one workspace, whichever that is.
variable "prod" {
  type = bool
}

variable "environment" {
  type = string
}

locals {
  hosts = { prod = "https://prod.cloud.databricks.com", dev = "https://dev.cloud.databricks.com" }
}

provider "databricks" {
  host = var.prod ? "https://prod.cloud.databricks.com" : "https://dev.cloud.databricks.com"
}

provider "databricks" {
  alias = "by_map"
  host  = local.hosts[var.environment]
}

# The workspace of the first in one of its branches.
provider "databricks" {
  alias = "prod"
  host  = "https://prod.cloud.databricks.com"
}

resource "databricks_job" "etl" {
  name = "etl"
}

resource "databricks_permissions" "run" {
  job_id = databricks_job.etl.id

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_MANAGE_RUN"
  }
}

resource "databricks_permissions" "view" {
  job_id = databricks_job.etl.id # expect: grants-single-authority

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_permissions" "map_one" {
  provider = databricks.by_map
  job_id   = "123"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_MANAGE_RUN"
  }
}

resource "databricks_permissions" "map_two" {
  provider = databricks.by_map
  job_id   = "123" # expect: grants-single-authority

  access_control {
    group_name       = "analysts"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_permissions" "a_folder" {
  directory_path = "/Shared/etl"

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "folder" {
  provider       = databricks.prod
  directory_path = "/Shared/etl" # undecided: grants-single-authority

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_READ"
  }
}
