# Nothing says whether the configurations are of one account.
provider "aws" {
  alias  = "one"
  region = "eu-west-1"
}

provider "aws" {
  alias  = "two"
  region = "eu-central-1"
}

provider "aws" {
  alias  = "three"
  region = "us-east-1"
}

resource "databricks_storage_credential" "this" {
  name = "this"
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "this" {
  aws_account_id = "111111111111"
  role_name      = "uc"
  external_id    = databricks_storage_credential.this.aws_iam_role[0].external_id
}

resource "aws_iam_role" "one" { # undecided: uc-role-self-assume
  provider           = aws.one
  name               = "uc"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.this.json
}

# Here the credential may be meant, or not.
resource "aws_iam_role" "two" { # undecided: uc-role-self-assume
  provider = aws.two
  name     = "uc"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "three" {
  provider = aws.three
  role     = "uc"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::111111111111:role/uc" }]
  })
}
