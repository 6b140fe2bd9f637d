# The configuration of the provider has no account id yet, so it is no other one than the role requires.
variable "databricks_account_id" {
  default = ""
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.databricks_account_id
}

data "databricks_aws_assume_role_policy" "this" {
  external_id = "11111111-2222-3333-4444-555555555555"
}

resource "aws_iam_role" "workspace" {
  name               = "workspace"
  assume_role_policy = data.databricks_aws_assume_role_policy.this.json
}

resource "databricks_mws_credentials" "this" {
  account_id       = var.databricks_account_id
  credentials_name = "this"
  role_arn         = aws_iam_role.workspace.arn
}
