data "aws_caller_identity" "here" {}

locals {
  account = data.aws_caller_identity.here.account_id
  master  = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"
}

resource "databricks_storage_credential" "shared" {
  for_each = toset(["gold", "raw"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/shared"
  }
}

# The ids of all of them.
resource "aws_iam_role" "shared" {
  name = "shared"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.master }
      Condition = { StringEquals = { "sts:ExternalId" = [
        for credential in databricks_storage_credential.shared : credential.aws_iam_role[0].external_id
      ] } }
    }]
  })
}

# A statement for each.
resource "databricks_storage_credential" "first" {
  name = "first"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/both"
  }
}

resource "databricks_storage_credential" "second" {
  name = "second"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/both"
  }
}

data "aws_iam_policy_document" "both" {
  dynamic "statement" {
    for_each = [databricks_storage_credential.first, databricks_storage_credential.second]
    content {
      actions = ["sts:AssumeRole"]
      principals {
        type        = "AWS"
        identifiers = [local.master]
      }
      condition {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [statement.value.aws_iam_role[0].external_id]
      }
    }
  }
}

resource "aws_iam_role" "both" {
  name               = "both"
  assume_role_policy = data.aws_iam_policy_document.both.json
}

# Named one by one.
resource "databricks_storage_credential" "kept" {
  for_each = toset(["one", "two"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/shared-by-id"
  }
}

resource "aws_iam_role" "kept" {
  name = "shared-by-id"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.master }
      Condition = { StringEquals = { "sts:ExternalId" = [
        databricks_storage_credential.kept["one"].aws_iam_role[0].external_id,
        databricks_storage_credential.kept["two"].aws_iam_role[0].external_id,
      ] } }
    }]
  })
}
