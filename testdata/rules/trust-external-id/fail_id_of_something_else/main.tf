# What is required is visibly the id of something else.
variable "databricks_account_id" {
  type = string
}

resource "databricks_mws_workspaces" "lab" {
  account_id     = var.databricks_account_id
  workspace_name = "lab"
  aws_region     = "eu-west-1"
}

resource "databricks_metastore" "lab" {
  name = "lab"
}

resource "databricks_service_principal" "robot" {
  display_name = "robot"
}

resource "databricks_mws_credentials" "lab" {
  credentials_name = "lab"
  role_arn         = aws_iam_role.each["encoded"].arn
}

resource "random_uuid" "made" {}

data "aws_region" "here" {}

data "aws_caller_identity" "here" {}

locals {
  ids = {
    encoded   = databricks_mws_workspaces.lab.workspace_id
    text      = tostring(databricks_mws_workspaces.lab.workspace_id)
    url       = databricks_mws_workspaces.lab.workspace_url
    metastore = databricks_metastore.lab.id
    robot     = databricks_service_principal.robot.application_id
    account   = data.aws_caller_identity.here.id
    region    = data.aws_region.here.name
    random    = random_uuid.made.result
  }
}

resource "aws_iam_role" "each" {
  for_each = local.ids
  name     = each.key
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = each.value } }
    }]
  })
}

data "databricks_aws_assume_role_policy" "logs" {
  external_id      = databricks_mws_workspaces.lab.workspace_id
  for_log_delivery = true
}

resource "aws_iam_role" "logs" {
  name               = "logs"
  assume_role_policy = data.databricks_aws_assume_role_policy.logs.json # expect: trust-external-id
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_metastore.lab.id
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json # expect: trust-external-id
  inline_policy {
    name   = "self"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc" }] })
  }
}

# Databricks says the account id of a credential of the account.
data "databricks_aws_unity_catalog_assume_role_policy" "account" {
  aws_account_id = "123456789012"
  role_name      = "account"
  external_id    = databricks_mws_credentials.lab.external_id
}

resource "aws_iam_role" "account" {
  name               = "account"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.account.json # expect: trust-external-id
  inline_policy {
    name   = "self"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/account" }] })
  }
}
