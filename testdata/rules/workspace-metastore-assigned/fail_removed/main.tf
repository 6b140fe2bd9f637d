# What is destroyed assigns nothing any more.
resource "databricks_mws_workspaces" "prod" { # expect: workspace-metastore-assigned
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "prod"
  aws_region     = "us-east-1"
}

removed {
  from = databricks_metastore_assignment.prod
  lifecycle {
    destroy = true
  }
}

removed {
  from = databricks_metastore.main
  lifecycle {
    destroy = false
  }
}
