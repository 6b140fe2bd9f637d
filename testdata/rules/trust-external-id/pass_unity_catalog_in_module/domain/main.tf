variable "name" {
  type = string
}

variable "aws_account_id" {
  type = string
}

terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

locals {
  role_arn = "arn:aws:iam::${var.aws_account_id}:role/${var.name}-uc"
}

resource "databricks_storage_credential" "this" {
  name = var.name
  aws_iam_role {
    role_arn = local.role_arn
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [databricks_storage_credential.this.aws_iam_role[0].external_id]
    }
  }

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.aws_account_id}:root"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [local.role_arn]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "${var.name}-uc"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
