data "aws_caller_identity" "here" {}

locals {
  account = data.aws_caller_identity.here.account_id
}

resource "databricks_storage_credential" "shared" {
  for_each = toset(["gold", "raw"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/shared"
  }
}

data "aws_iam_policy_document" "one" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [databricks_storage_credential.shared["gold"].aws_iam_role[0].external_id]
    }
  }
}

resource "aws_iam_role" "shared" {
  name               = "shared"
  assume_role_policy = data.aws_iam_policy_document.one.json # expect: trust-external-id
}

# The same in two statements, of which one is for somebody else.
resource "databricks_storage_credential" "first" {
  name = "first"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/both"
  }
}

resource "databricks_credential" "second" {
  name    = "second"
  purpose = "STORAGE"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/both"
  }
}

variable "partner" {
  type    = string
  default = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
}

resource "aws_iam_role" "both" {
  name = "both"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.first.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Condition = { StringEquals = { "sts:ExternalId" = var.partner } }
      },
    ]
  })
}
