provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}
# Unity Catalog reads the lake account 1111...; its role is made in the root of that account
resource "databricks_storage_credential" "lake" {
  name = "lake"
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/data-access"
  }
}
# a role of the same name in the workload account 2222...: for EC2, nothing to do with Databricks
resource "aws_iam_role" "data_access" {
  name = "data-access"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "data_access" {
  role = aws_iam_role.data_access.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-data/*" }]
  })
}

# The same where a role is assumed, and where the account is forbidden.
provider "aws" {
  alias  = "assumed"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/deploy"
  }
}

provider "aws" {
  alias                 = "forbidden"
  region                = "eu-west-1"
  forbidden_account_ids = ["111111111111"]
}

# Another partition.
provider "aws" {
  alias  = "gov"
  region = "us-gov-west-1"
}

resource "databricks_storage_credential" "others" {
  for_each = toset(["assumed", "forbidden", "gov"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/${each.key}"
  }
}

resource "aws_iam_role" "assumed" {
  provider           = aws.assumed
  name               = "assumed"
  assume_role_policy = aws_iam_role.data_access.assume_role_policy
}

resource "aws_iam_role" "forbidden" {
  provider           = aws.forbidden
  name               = "forbidden"
  assume_role_policy = aws_iam_role.data_access.assume_role_policy
}

resource "aws_iam_role" "gov" {
  provider           = aws.gov
  name               = "gov"
  assume_role_policy = aws_iam_role.data_access.assume_role_policy
}
