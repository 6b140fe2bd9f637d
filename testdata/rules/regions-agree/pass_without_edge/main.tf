# Two regions, nothing across; one variable on both sides; the region of the provider by its data source.
variable "region" {
  type = string
}

provider "aws" {
}

provider "aws" {
  alias  = "var"
  region = var.region
}

data "aws_region" "current" {}

resource "aws_s3_bucket" "here" {
  bucket = "acme-here"
}

resource "databricks_metastore" "here" {
  name         = "here"
  region       = data.aws_region.current.name
  storage_root = "s3://${aws_s3_bucket.here.bucket}/root"
}

resource "databricks_metastore" "eu" {
  name   = "eu"
  region = "eu-west-1"
}

resource "databricks_mws_workspaces" "us" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "us"
  aws_region     = "us-east-1"
}

resource "aws_vpc" "var" {
  provider   = aws.var
  cidr_block = "10.0.0.0/18"
}

resource "databricks_mws_networks" "var" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "var"
  vpc_id             = aws_vpc.var.id
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
}

resource "databricks_mws_workspaces" "var" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "var"
  aws_region     = var.region
  network_id     = databricks_mws_networks.var.network_id
}

resource "databricks_mws_credentials" "var" {
  credentials_name = "var"
  role_arn         = "arn:aws:iam::111122223333:role/var"
}
