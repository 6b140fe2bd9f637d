resource "databricks_cluster" "nightly" {
  cluster_name            = "nightly"
  spark_version           = "16.4.x-scala2.12"
  node_type_id            = "m6gd.large"
  num_workers             = 1
  autotermination_minutes = 20
}

module "on_cluster" {
  source     = "./job"
  name       = "freight"
  cluster_id = databricks_cluster.nightly.id
  packages   = ["routing==2.1"]
}

module "serverless" {
  source = "./job"
  name   = "customs"
}

resource "databricks_job" "tolls" {
  name = "tolls"
  task {
    task_key            = "count"
    existing_cluster_id = databricks_cluster.nightly.cluster_id != "" ? databricks_cluster.nightly.cluster_id : null
    notebook_task {
      notebook_path = "/Shared/tolls"
    }
    dynamic "library" {
      for_each = length(databricks_cluster.nightly.id[*]) > 0 ? ["tolls==1"] : []
      content {
        pypi {
          package = library.value
        }
      }
    }
  }
}
