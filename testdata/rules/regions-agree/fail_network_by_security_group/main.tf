provider "aws" {
  region = "us-east-1"
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = set(string)
}

resource "aws_security_group" "databricks" {
  name   = "databricks"
  vpc_id = var.vpc_id
}

resource "databricks_mws_networks" "this" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "databricks"
  vpc_id             = var.vpc_id
  subnet_ids         = var.subnet_ids
  security_group_ids = [aws_security_group.databricks.id]
}

resource "databricks_mws_workspaces" "this" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "this"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.this.network_id # expect: regions-agree
}
