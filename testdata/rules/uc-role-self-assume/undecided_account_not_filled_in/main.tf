# What is no account id says nothing of the account: the value is not filled in, and the names are right.
variable "account" {
  default = "XXX"
}

variable "empty" {
  default = ""
}

resource "databricks_storage_credential" "word" {
  name = "word"
  aws_iam_role {
    role_arn = "arn:aws:iam::${var.account}:role/word"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "word" {
  aws_account_id = var.account
  role_name      = "word"
  external_id    = databricks_storage_credential.word.aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "word" {
  aws_account_id = var.account
  role_name      = "word"
  bucket_name    = "acme-word"
}

resource "aws_iam_role" "word" {
  name               = "word"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.word.json # undecided: uc-role-self-assume

  inline_policy {
    name   = "word"
    policy = data.databricks_aws_unity_catalog_policy.word.json
  }
}

# The credential is made elsewhere.
data "databricks_aws_unity_catalog_assume_role_policy" "empty" {
  aws_account_id = var.empty
  role_name      = "empty"
  external_id    = "0f3a1c52-0000-4000-8000-000000000001"
}

data "databricks_aws_unity_catalog_policy" "empty" {
  aws_account_id = var.empty
  role_name      = "empty"
  bucket_name    = "acme-empty"
}

provider "aws" {
  alias               = "known"
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_iam_role" "empty" { # undecided: uc-role-self-assume
  provider           = aws.known
  name               = "empty"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.empty.json # undecided: uc-role-self-assume

  inline_policy {
    name   = "empty"
    policy = data.databricks_aws_unity_catalog_policy.empty.json
  }
}
