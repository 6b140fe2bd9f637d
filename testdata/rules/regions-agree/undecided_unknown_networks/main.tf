provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

variable "network_id" {
  type = string
}

variable "bucket" {
  type = string
}

data "terraform_remote_state" "yard" {
  backend = "s3"
  config = {
    bucket = "potter-states"
    key    = "yard.tfstate"
    region = "eu-central-1"
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "kiln" {
  cidr_block = "10.8.0.0/16"
}

resource "databricks_mws_networks" "kiln" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "kiln"
  vpc_id             = aws_vpc.kiln.id
  subnet_ids         = ["subnet-0a1b2c3d"]
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "yard" {
  account_id               = "00000000-0000-0000-0000-000000000001"
  workspace_name           = "yard"
  aws_region               = "eu-west-1"
  network_id               = data.terraform_remote_state.yard.outputs.network_id               # undecided: regions-agree
  storage_configuration_id = data.terraform_remote_state.yard.outputs.storage_configuration_id # undecided: regions-agree
}

resource "databricks_mws_workspaces" "given" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "given"
  aws_region     = "eu-west-1"
  network_id     = var.network_id # undecided: regions-agree
}

resource "databricks_mws_workspaces" "either" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "either"
  aws_region     = "eu-west-1"
  network_id     = coalesce(var.network_id, databricks_mws_networks.kiln.network_id) # undecided: regions-agree
}

resource "databricks_mws_workspaces" "written" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "written"
  aws_region     = "eu-west-1"
  network_id     = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_mws_workspaces" "kiln" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "kiln"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.kiln.network_id
}
