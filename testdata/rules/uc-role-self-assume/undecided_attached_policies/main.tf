# Policies that are looked up, or may be others than those here.

variable "policy_arn" {
  type = string
}

resource "databricks_storage_credential" "looked_up" {
  name = "looked_up"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/looked_up"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "looked_up" {
  aws_account_id = "123456789012"
  role_name      = "looked_up"
  external_id    = databricks_storage_credential.looked_up.aws_iam_role[0].external_id
}

resource "aws_iam_role" "looked_up" { # undecided: uc-role-self-assume
  name               = "looked_up"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.looked_up.json
}

data "aws_iam_policy" "looked_up" {
  name = "unity-catalog-access"
}

resource "aws_iam_role_policy_attachment" "looked_up" {
  role       = aws_iam_role.looked_up.name
  policy_arn = data.aws_iam_policy.looked_up.arn
}

resource "databricks_storage_credential" "coalesced" {
  name = "coalesced"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/coalesced"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "coalesced" {
  aws_account_id = "123456789012"
  role_name      = "coalesced"
  external_id    = databricks_storage_credential.coalesced.aws_iam_role[0].external_id
}

resource "aws_iam_role" "coalesced" { # undecided: uc-role-self-assume
  name               = "coalesced"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.coalesced.json
}

resource "aws_iam_policy" "storage" {
  name = "storage"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "coalesced" {
  role       = aws_iam_role.coalesced.name
  policy_arn = coalesce(var.policy_arn, aws_iam_policy.storage.arn)
}
