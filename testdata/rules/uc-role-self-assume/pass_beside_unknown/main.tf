# The statement on the role itself is written out, whatever else is allowed, and each policy is attached by its own ARN.
variable "bucket_arns" {
  type = list(string)
}

resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc.json
}

data "aws_iam_policy_document" "uc" {
  dynamic "statement" {
    for_each = var.bucket_arns
    content {
      actions   = ["s3:GetObject"]
      resources = ["${statement.value}/*"]
    }
  }
  statement {
    sid       = "SelfAssume"
    actions   = ["sts:AssumeRole"]
    resources = ["arn:aws:iam::123456789012:role/uc"]
  }
}

resource "aws_iam_role_policy" "uc" {
  role   = aws_iam_role.uc.name
  policy = data.aws_iam_policy_document.uc.json
}

resource "databricks_storage_credential" "attached" {
  name = "attached"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/attached"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "attached" {
  aws_account_id = "123456789012"
  role_name      = "attached"
  external_id    = databricks_storage_credential.attached.aws_iam_role[0].external_id
}

resource "aws_iam_role" "attached" {
  name               = "attached"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.attached.json
}

resource "aws_iam_policy" "s3" {
  name   = "s3"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::acme/*"] }] })
}

resource "aws_iam_policy" "self" {
  name = "self"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Resource = ["arn:aws:iam::123456789012:role/attached"] }]
  })
}

resource "aws_iam_role_policy_attachment" "attached" {
  for_each   = { for policy in [aws_iam_policy.s3, aws_iam_policy.self] : policy.name => policy.arn }
  role       = aws_iam_role.attached.id
  policy_arn = each.value
}
