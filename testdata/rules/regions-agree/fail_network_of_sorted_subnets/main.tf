provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_subnet" "oven" {
  count      = 2
  vpc_id     = "vpc-0a1b2c3d"
  cidr_block = "10.7.${count.index}.0/24"
}

resource "databricks_mws_networks" "sorted" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "sorted"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = sort(aws_subnet.oven[*].id)
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "sorted" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "sorted"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.sorted.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "sliced" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "sliced"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = slice(sort(aws_subnet.oven[*].id), 0, 1)
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "sliced" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "sliced"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.sliced.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "joined" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "joined"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = concat(sort(aws_subnet.oven[*].id), [])
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "joined" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "joined"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.joined.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "right" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "right"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = sort(aws_subnet.oven[*].id)
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "right" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "right"
  aws_region     = "eu-central-1"
  network_id     = databricks_mws_networks.right.network_id
}
