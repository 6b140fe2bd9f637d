# These functions give back what they get.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_job" "nightly" {
  name = "nightly"
}

resource "databricks_permissions" "first" {
  job_id = databricks_job.nightly.id
  access_control {
    group_name       = "operators"
    permission_level = "CAN_MANAGE_RUN"
  }
}

resource "databricks_permissions" "second" {
  job_id = trimspace(one(databricks_job.nightly[*].id)) # expect: grants-single-authority
  access_control {
    group_name       = "auditors"
    permission_level = "CAN_VIEW"
  }
}
