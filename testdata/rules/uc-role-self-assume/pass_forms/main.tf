# Ways to say the same.
variable "partition" {
  type = string
}

variable "account" {
  type = string
}

variable "prefix" {
  type = string
}

locals {
  # As a reference architecture writes it: everything is unknown but the shape.
  name = "${var.prefix}-catalog"
  arn  = "arn:${var.partition}:iam::${var.account}:role/${local.name}"
}

resource "databricks_storage_credential" "shape" {
  name = "shape"
  aws_iam_role {
    role_arn = local.arn
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "shape" {
  aws_account_id = var.account
  aws_partition  = var.partition
  role_name      = local.name
  external_id    = databricks_storage_credential.shape.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "shape" {
  aws_account_id = var.account
  aws_partition  = var.partition
  bucket_name    = "shape"
  role_name      = local.name
}

resource "aws_iam_role" "shape" {
  name               = local.name
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.shape.json
}

resource "aws_iam_policy" "shape" {
  name   = "shape"
  policy = data.databricks_aws_unity_catalog_policy.shape.json
}

resource "aws_iam_policy_attachment" "shape" {
  name       = "shape"
  roles      = [aws_iam_role.shape.name]
  policy_arn = aws_iam_policy.shape.arn
}

resource "databricks_storage_credential" "managed" {
  name = "managed"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/managed"
  }
}

resource "aws_iam_role" "managed" {
  name                = "managed"
  managed_policy_arns = [aws_iam_policy.managed.arn, "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
  assume_role_policy  = <<-EOT
    {
      "Version": "2012-10-17",
      "statement": [
        {
          "Effect": "Allow",
          "Action": ["sts:assumerole"],
          "Principal": { "AWS": ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"] },
          "Condition": { "StringEquals": { "sts:ExternalId": "${databricks_storage_credential.managed.aws_iam_role[0].external_id}" } }
        },
        {
          "Effect": "Allow",
          "Action": "sts:AssumeRole",
          "Principal": { "AWS": "123456789012" },
          "Condition": { "ArnEquals": { "AWS:principalarn": ["arn:aws:iam::123456789012:role/manag*"] } }
        }
      ]
    }
  EOT
}

resource "aws_iam_policy" "managed" {
  name   = "managed"
  policy = data.aws_iam_policy_document.managed.json
}

data "aws_iam_policy_document" "managed" {
  dynamic "statement" {
    for_each = ["s3:GetObject", "sts:*"]
    content {
      actions   = [statement.value]
      resources = ["*"]
    }
  }
}

# Trusts nobody at Databricks and no credential uses it.
resource "aws_iam_role" "ec2" {
  name = "ec2"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

# The account, not Unity Catalog.
resource "aws_iam_role" "workspace" {
  name               = "workspace"
  assume_role_policy = data.databricks_aws_assume_role_policy.workspace.json
}

data "databricks_aws_assume_role_policy" "workspace" {
  external_id = "0f3a1c52-0000-4000-8000-000000000001"
}

resource "databricks_mws_credentials" "workspace" {
  credentials_name = "workspace"
  role_arn         = aws_iam_role.workspace.arn
}
