# A module that cannot be read may grant on the same. # problems
module "grants" {
  source  = "example/grants/databricks"
  version = "1.0.0"
  catalog = "sales"
}

resource "databricks_grants" "sales" {
  catalog = "sales" # undecided: grants-single-authority

  grant {
    principal  = "engineers"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_permissions" "job" {
  job_id = databricks_job.etl.id # undecided: grants-single-authority

  access_control {
    group_name       = "engineers"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_job" "etl" {
  name = "etl"
}

# This one can hold nothing of Databricks.
module "network" {
  source  = "example/vpc/aws"
  version = "1.0.0"
}
