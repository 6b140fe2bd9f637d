# The provider says the account by a variable, so that the credential can mean a role of another account.
variable "aws_account_id" {
  type = string
}

variable "region" {
  type = string
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = [var.aws_account_id]
}

provider "aws" {
  alias                 = "forbidden"
  region                = "eu-west-1"
  forbidden_account_ids = [var.aws_account_id]
}

provider "aws" {
  alias  = "assumed"
  region = var.region
  assume_role {
    role_arn = "arn:aws:iam::${var.aws_account_id}:role/deploy"
  }
}

provider "aws" {
  alias  = "regional"
  region = var.region
}

resource "databricks_storage_credential" "lake" {
  for_each = toset(["data-access", "forbidden", "assumed", "regional"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/${each.key}"
  }
}

resource "databricks_storage_credential" "gov" {
  name = "gov"
  aws_iam_role {
    role_arn = "arn:aws-us-gov:iam::111111111111:role/gov"
  }
}

# The same variable on both sides is one account.
resource "databricks_storage_credential" "own" {
  name = "own"
  aws_iam_role {
    role_arn = "arn:aws:iam::${var.aws_account_id}:role/own"
  }
}

locals {
  ec2 = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "data_access" { # undecided: uc-role-self-assume
  name               = "data-access"
  assume_role_policy = local.ec2 # undecided: uc-role-self-assume
}

resource "aws_iam_role" "forbidden" { # undecided: uc-role-self-assume
  provider           = aws.forbidden
  name               = "forbidden"
  assume_role_policy = local.ec2 # undecided: uc-role-self-assume
}

resource "aws_iam_role" "assumed" { # undecided: uc-role-self-assume
  provider           = aws.assumed
  name               = "assumed"
  assume_role_policy = local.ec2 # undecided: uc-role-self-assume
}

resource "aws_iam_role" "gov" { # undecided: uc-role-self-assume
  provider           = aws.regional
  name               = "gov"
  assume_role_policy = local.ec2 # undecided: uc-role-self-assume
}

# An ARN of the commercial partition stands beside any region.
resource "aws_iam_role" "regional" { # expect: uc-role-self-assume
  provider           = aws.regional
  name               = "regional"
  assume_role_policy = local.ec2 # expect: uc-role-self-assume
}

resource "aws_iam_role" "own" { # expect: uc-role-self-assume
  name               = "own"
  assume_role_policy = local.ec2 # expect: uc-role-self-assume
}
