# Partitions of the government, a root of the whole account, NotAction, an administrator, a policy merged from two.
resource "databricks_metastore_data_access" "gov" {
  metastore_id = "0f3a1c52-0000-4000-8000-000000000002"
  name         = "gov"
  aws_iam_role {
    role_arn = aws_iam_role.gov.arn
  }
}

resource "aws_iam_role" "gov" {
  name                = "gov"
  managed_policy_arns = ["arn:aws-us-gov:iam::aws:policy/AdministratorAccess"]
  assume_role_policy  = data.aws_iam_policy_document.gov.json
}

data "aws_iam_policy_document" "own" {
  statement {
    sid         = "Itself"
    actions     = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws-us-gov:iam::123456789012:root"]
    }
  }
}

data "aws_iam_policy_document" "gov" {
  source_policy_documents = [data.aws_iam_policy_document.own.json]

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws-us-gov:iam::044793339203:role/unity-catalog-prod-UCMasterRole-1QRFA8SGY15OJ"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["0f3a1c52-0000-4000-8000-000000000003"]
    }
  }
}
