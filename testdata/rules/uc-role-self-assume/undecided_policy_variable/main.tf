# AWS puts the tag of whoever asks in the place of the variable.

resource "databricks_storage_credential" "tun" {
  name = "tun"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/tun"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "tun" {
  aws_account_id = "210987654321"
  role_name      = "tun"
  external_id    = databricks_storage_credential.tun.aws_iam_role[0].external_id
}

resource "aws_iam_role" "tun" { # undecided: uc-role-self-assume
  name               = "tun"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.tun.json
}

resource "aws_iam_role_policy" "tun" {
  role = aws_iam_role.tun.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:aws:iam::210987654321:role/$${aws:PrincipalTag/vessel}"
    }]
  })
}
