variable "own_network" {
  type = bool
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "aws" {
  region = "eu-north-1"
}

resource "aws_vpc" "cannery" {
  cidr_block = "10.9.0.0/16"
}

resource "databricks_mws_networks" "cannery" {
  count = var.own_network ? 1 : 0

  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "cannery"
  vpc_id             = aws_vpc.cannery.id
  security_group_ids = []
  subnet_ids         = []
}

resource "databricks_mws_workspaces" "index" {
  workspace_name = "index"
  aws_region     = "eu-north-1"
  network_id     = databricks_mws_networks.cannery[0].network_id
}

resource "databricks_mws_workspaces" "condition" {
  workspace_name = "condition"
  aws_region     = "eu-north-1"
  network_id     = var.own_network ? databricks_mws_networks.cannery[0].network_id : null
}

resource "databricks_mws_workspaces" "try" {
  workspace_name = "try"
  aws_region     = "eu-north-1"
  network_id     = try(element(databricks_mws_networks.cannery[*].network_id, 0), null)
}

resource "databricks_mws_workspaces" "one" {
  workspace_name = "one"
  aws_region     = "eu-north-1"
  network_id     = var.own_network ? one(databricks_mws_networks.cannery).network_id : null
}
