# Each of these can be the id of the account.
variable "number" {
  type = number
}

resource "databricks_mws_networks" "lab" {
  network_name       = "lab"
  security_group_ids = ["sg-1"]
  subnet_ids         = ["subnet-1", "subnet-2"]
  vpc_id             = "vpc-1"
}

resource "databricks_mws_credentials" "lab" {
  credentials_name = "lab"
  role_arn         = "arn:aws:iam::123456789012:role/lab"
}

resource "aws_ssm_parameter" "account" {
  name = "account"
  type = "String"
}

data "aws_ssm_parameter" "account" {
  name = "account"
}

locals {
  ids = {
    credential = databricks_mws_credentials.lab.external_id
    part       = split("/", databricks_mws_networks.lab.id)[0]
    written    = aws_ssm_parameter.account.value
    read       = data.aws_ssm_parameter.account.value
    number     = var.number
  }
}

resource "aws_iam_role" "each" {
  for_each = local.ids
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = each.value } }
    }]
  })
}
