# Any of what is listed can be the one that is made here, or the one that is looked up.
resource "databricks_job" "nightly" {
  name = "nightly"
}

data "databricks_jobs" "all" {}

data "databricks_job" "weekly" {
  job_name = "weekly"
}

data "databricks_pipelines" "all" {}

resource "databricks_cluster" "shared" {
  cluster_name  = "shared"
  spark_version = "16.4.x-scala2.12"
}

resource "databricks_permissions" "listed" {
  job_id = data.databricks_jobs.all.ids["nightly"]

  access_control {
    group_name       = "chemists"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_permissions" "made" {
  job_id = databricks_job.nightly.id # undecided: grants-single-authority

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_VIEW"
  }
}

resource "databricks_permissions" "of_weekly" {
  job_id = data.databricks_job.weekly.id # undecided: grants-single-authority

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_VIEW"
  }
}

# A list of something else.
resource "databricks_permissions" "of_a_cluster" {
  cluster_id = databricks_cluster.shared.id

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_RESTART"
  }
}

resource "databricks_permissions" "of_a_pipeline" {
  pipeline_id = one(data.databricks_pipelines.all.ids)

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_VIEW"
  }
}
