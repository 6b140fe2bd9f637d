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

resource "aws_vpc" "kiln" {
  cidr_block = "10.8.0.0/16"
}

resource "aws_subnet" "kiln" {
  count      = 2
  vpc_id     = aws_vpc.kiln.id
  cidr_block = "10.8.${count.index}.0/24"
}

resource "aws_security_group" "kiln" {
  vpc_id = aws_vpc.kiln.id
}

# The provider of another stack was left here.
resource "aws_subnet" "glaze" {
  provider = aws.us

  count      = 2
  vpc_id     = aws_vpc.kiln.id
  cidr_block = "10.8.${count.index + 2}.0/24"
}

resource "aws_security_group" "glaze" {
  provider = aws.us

  vpc_id = aws_vpc.kiln.id
}

resource "databricks_mws_networks" "right" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "right"
  vpc_id             = aws_vpc.kiln.id
  subnet_ids         = aws_subnet.kiln[*].id
  security_group_ids = [aws_security_group.kiln.id]
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
  vpc_id             = aws_vpc.kiln.id
  subnet_ids         = aws_subnet.glaze[*].id
  security_group_ids = [aws_security_group.kiln.id]
}

resource "databricks_mws_workspaces" "subnets" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "subnets"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.subnets.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "second" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "second"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = [aws_subnet.kiln[0].id, aws_subnet.glaze[0].id]
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "second" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "second"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.second.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "first" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "first"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = [aws_subnet.glaze[0].id, aws_subnet.kiln[0].id]
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "first" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "first"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.first.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "group" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "group"
  vpc_id             = aws_vpc.kiln.id
  subnet_ids         = aws_subnet.kiln[*].id
  security_group_ids = [aws_security_group.kiln.id, aws_security_group.glaze.id]
}

resource "databricks_mws_workspaces" "group" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "group"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.group.network_id # expect: regions-agree
}

resource "aws_default_subnet" "glaze" {
  provider = aws.us

  availability_zone = "us-east-1a"
}

resource "databricks_mws_networks" "default" {
  account_id         = "00000000-0000-0000-0000-000000000001"
  network_name       = "default"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = [aws_default_subnet.glaze.id]
  security_group_ids = ["sg-0a1b2c3d"]
}

resource "databricks_mws_workspaces" "default" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "default"
  aws_region     = "eu-west-1"
  network_id     = databricks_mws_networks.default.network_id # expect: regions-agree
}
