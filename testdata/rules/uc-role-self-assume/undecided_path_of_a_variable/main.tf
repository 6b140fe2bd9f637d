# The slashes may be in the variable.

variable "team" {
  type = string
}

resource "databricks_storage_credential" "vat" {
  name = "vat"

  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/${var.team}/vat"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "vat" {
  aws_account_id = "210987654321"
  role_name      = "${var.team}/vat"
  external_id    = databricks_storage_credential.vat.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "vat" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-vat"
  role_name      = "${var.team}/vat"
}

resource "aws_iam_role" "vat" { # undecided: uc-role-self-assume
  name               = "vat"
  path               = var.team
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.vat.json # undecided: uc-role-self-assume
}

resource "aws_iam_role_policy" "vat" {
  role   = aws_iam_role.vat.id
  policy = data.databricks_aws_unity_catalog_policy.vat.json
}
