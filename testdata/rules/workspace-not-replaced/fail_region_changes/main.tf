resource "databricks_mws_workspaces" "prod" {
  account_id     = "a"
  workspace_name = "prod"
  aws_region     = "eu-central-1" # expect: workspace-not-replaced
  network_id     = "n-1"
}
