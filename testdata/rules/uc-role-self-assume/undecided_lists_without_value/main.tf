# Who gets the policy is a list that has no value.

variable "roles" {
  type = list(string)
}

variable "is_pear" {
  type = bool
}

resource "databricks_storage_credential" "apple" {
  name = "apple"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/apple"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "apple" {
  aws_account_id = "210987654321"
  role_name      = "apple"
  external_id    = databricks_storage_credential.apple.aws_iam_role[0].external_id
}

resource "aws_iam_role" "apple" { # undecided: uc-role-self-assume
  name               = "apple"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.apple.json
}

data "databricks_aws_unity_catalog_policy" "apple" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-apple"
  role_name      = "apple"
}

resource "aws_iam_policy" "apple" {
  name   = "apple"
  policy = data.databricks_aws_unity_catalog_policy.apple.json
}

resource "aws_iam_policy_attachment" "apple" {
  name       = "apple"
  roles      = var.roles
  policy_arn = aws_iam_policy.apple.arn
}

# It has another policy for sure.
resource "aws_iam_role_policy" "apple" {
  role = aws_iam_role.apple.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "databricks_storage_credential" "pear" {
  name = "pear"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/pear"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "pear" {
  aws_account_id = "210987654321"
  role_name      = "pear"
  external_id    = databricks_storage_credential.pear.aws_iam_role[0].external_id
}

resource "aws_iam_role" "pear" { # undecided: uc-role-self-assume
  name               = "pear"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.pear.json
}

data "databricks_aws_unity_catalog_policy" "pear" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-pear"
  role_name      = "pear"
}

resource "aws_iam_policy" "pear" {
  name   = "pear"
  policy = data.databricks_aws_unity_catalog_policy.pear.json
}

resource "aws_iam_policy_attachment" "pear" {
  name       = "pear"
  roles      = toset(var.is_pear ? ["pear"] : ["plum"])
  policy_arn = aws_iam_policy.pear.arn
}

# It has another policy for sure.
resource "aws_iam_role_policy" "pear" {
  role = aws_iam_role.pear.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "databricks_storage_credential" "quince" {
  name = "quince"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/quince"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "quince" {
  aws_account_id = "210987654321"
  role_name      = "quince"
  external_id    = databricks_storage_credential.quince.aws_iam_role[0].external_id
}

resource "aws_iam_role" "quince" { # undecided: uc-role-self-assume
  name               = "quince"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.quince.json
}

data "databricks_aws_unity_catalog_policy" "quince" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-quince"
  role_name      = "quince"
}

resource "aws_iam_policy" "quince" {
  name   = "quince"
  policy = data.databricks_aws_unity_catalog_policy.quince.json
}

resource "aws_iam_policy_attachment" "quince" {
  name       = "quince"
  roles      = var.is_pear ? var.roles : ["quince"]
  policy_arn = aws_iam_policy.quince.arn
}

# It has another policy for sure.
resource "aws_iam_role_policy" "quince" {
  role = aws_iam_role.quince.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}
