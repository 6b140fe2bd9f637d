provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_mws_networks" "outside" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "outside"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "outside" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "outside"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.outside.network_id
}
