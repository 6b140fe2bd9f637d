variable "area" {
  type = string
}

variable "landing" {
  type = string
}

data "databricks_current_metastore" "this" {}

data "databricks_job" "nightly" {
  job_name = "nightly"
}

resource "databricks_grants" "area" {
  schema = "lake.${var.area}" # undecided: grants-single-authority

  grant {
    principal  = "readers"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "landing" {
  volume = var.landing # undecided: grants-single-authority

  grant {
    principal  = "loaders"
    privileges = ["MANAGE"]
  }
}

resource "databricks_grants" "metastore" {
  metastore = data.databricks_current_metastore.this.id # undecided: grants-single-authority

  grant {
    principal  = "makers"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_permissions" "nightly" {
  job_id = data.databricks_job.nightly.id # undecided: grants-single-authority

  access_control {
    group_name       = "operators"
    permission_level = "CAN_MANAGE_RUN"
  }
}
