# What uses the role is not here, and the id is none of an account.
data "databricks_aws_assume_role_policy" "company" {
  external_id = "saltworks"
}

resource "aws_iam_role" "company" {
  name               = "company"
  assume_role_policy = data.databricks_aws_assume_role_policy.company.json # undecided: trust-external-id
}

# Nor is it known which id is sent for what uses these.
resource "aws_iam_role" "stored" {
  name               = "stored"
  assume_role_policy = data.databricks_aws_assume_role_policy.company.json # undecided: trust-external-id
}

resource "databricks_mws_storage_configurations" "stored" {
  account_id                 = "4b0c7f52-6a1e-4d0b-9a35-0f6f1d2c3b4a"
  storage_configuration_name = "stored"
  bucket_name                = "saltworks-root"
  role_arn                   = aws_iam_role.stored.arn
}

resource "aws_iam_role" "profile" {
  name               = "profile"
  assume_role_policy = data.databricks_aws_assume_role_policy.company.json # undecided: trust-external-id
}

resource "databricks_instance_profile" "profile" {
  instance_profile_arn = "arn:aws:iam::210987654321:instance-profile/saltworks"
  iam_role_arn         = aws_iam_role.profile.arn
}

resource "aws_iam_role" "machines" {
  name               = "machines"
  assume_role_policy = data.databricks_aws_assume_role_policy.company.json # undecided: trust-external-id
}

resource "aws_iam_instance_profile" "machines" {
  name = "machines"
  role = aws_iam_role.machines.name
}

resource "databricks_instance_profile" "machines" {
  instance_profile_arn = aws_iam_instance_profile.machines.arn
}
