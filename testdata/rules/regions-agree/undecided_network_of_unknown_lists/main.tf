variable "subnet_ids" {
  type = list(string)
}

variable "subnet" {
  type = string
}

data "terraform_remote_state" "landing" {
  backend = "s3"
  config = {
    bucket = "crumb-states"
    key    = "landing.tfstate"
    region = "eu-central-1"
  }
}

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

resource "databricks_mws_networks" "given" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "given"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = var.subnet_ids
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "given" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "given"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.given.network_id # undecided: regions-agree
}

resource "databricks_mws_networks" "listed" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "listed"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = [var.subnet, "subnet-0a1b2c3d"]
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "listed" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "listed"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.listed.network_id # undecided: regions-agree
}

resource "databricks_mws_networks" "read" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "read"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = data.terraform_remote_state.landing.outputs.subnet_ids
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "read" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "read"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.read.network_id # undecided: regions-agree
}

resource "databricks_mws_networks" "compacted" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "compacted"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = compact([aws_subnet.oven[0].id, ""])
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "compacted" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "compacted"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.compacted.network_id # undecided: regions-agree
}

resource "databricks_mws_networks" "beside" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "beside"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = sort([aws_subnet.oven[0].id, "subnet-0a1b2c3d"])
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "beside" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "beside"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.beside.network_id # undecided: regions-agree
}
