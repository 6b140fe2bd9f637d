# Whatever the variable holds, this is not the account id.
variable "databricks_account_id" {
  type = string
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.databricks_account_id
}

data "databricks_aws_assume_role_policy" "longer" {
  external_id = "${var.databricks_account_id}-prod"
}

resource "aws_iam_role" "longer" {
  name               = "longer"
  assume_role_policy = data.databricks_aws_assume_role_policy.longer.json # expect: trust-external-id
}

resource "databricks_mws_credentials" "longer" {
  credentials_name = "longer"
  role_arn         = aws_iam_role.longer.arn
}
