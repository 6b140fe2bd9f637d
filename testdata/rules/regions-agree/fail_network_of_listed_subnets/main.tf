provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

variable "vpc_id" {
  type = string
}

data "aws_subnets" "kiln" {
  filter {
    name   = "vpc-id"
    values = [var.vpc_id]
  }
}

data "aws_subnets" "glaze" {
  provider = aws.us

  filter {
    name   = "vpc-id"
    values = [var.vpc_id]
  }
}

data "aws_vpcs" "glaze" {
  provider = aws.us
}

data "aws_security_groups" "glaze" {
  provider = aws.us
}

resource "databricks_mws_networks" "right" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "right"
  vpc_id             = var.vpc_id
  subnet_ids         = data.aws_subnets.kiln.ids
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "right" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "right"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.right.network_id
}

resource "databricks_mws_networks" "subnets" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "subnets"
  vpc_id             = var.vpc_id
  subnet_ids         = data.aws_subnets.glaze.ids
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "subnets" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "subnets"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.subnets.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "vpc" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "vpc"
  vpc_id             = data.aws_vpcs.glaze.ids[0]
  subnet_ids         = ["subnet-0a1b2c3d"]
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "vpc" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "vpc"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.vpc.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "groups" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "groups"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = ["subnet-0a1b2c3d"]
  security_group_ids = data.aws_security_groups.glaze.ids
}

resource "databricks_mws_workspaces" "groups" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "groups"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.groups.network_id # expect: regions-agree
}
