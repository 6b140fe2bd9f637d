# The old form on clusters, and with a notebook.

resource "databricks_job" "cluster" {
  name                = "cluster"
  existing_cluster_id = "0101-000000-abcdefgh"
  spark_python_task {
    python_file = "/Workspace/etl/load.py"
  }
}

resource "databricks_job" "new_cluster" {
  name = "new-cluster"
  new_cluster {
    num_workers   = 1
    spark_version = "15.4.x-scala2.12"
    node_type_id  = "i3.xlarge"
  }
  spark_jar_task {
    main_class_name = "com.example.Main"
  }
}

resource "databricks_job" "notebook" {
  name = "notebook"
  notebook_task {
    notebook_path = "/Workspace/etl/report"
  }
}
