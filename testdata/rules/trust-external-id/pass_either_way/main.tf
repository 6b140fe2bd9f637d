# Whatever the variable says, the id is set.
variable "gov" {
  type = bool
}

variable "databricks_account_id" {
  type = string
}

data "databricks_aws_assume_role_policy" "this" {
  external_id   = var.databricks_account_id
  aws_partition = var.gov ? "aws-us-gov" : "aws"
}

resource "aws_iam_role" "this" {
  name               = "workspace"
  assume_role_policy = data.databricks_aws_assume_role_policy.this.json
}
