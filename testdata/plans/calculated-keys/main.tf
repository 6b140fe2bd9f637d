# A plan names the resource behind a calculated key, and not what is read of it; a module that is given a whole object
# reads it inside. What the plan knows of data sources and of what exists is what the source has there.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.50"
    }
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "databricks" {
  host = "https://dbc-calculated.cloud.databricks.com"
}

data "aws_caller_identity" "here" {}

locals {
  account = data.aws_caller_identity.here.account_id
  domains = toset(["gold", "silver"])
}

# By the number of the role.
resource "databricks_storage_credential" "counted" {
  name = "counted"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/counted"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "counted" {
  aws_account_id = local.account
  role_name      = "counted"
  external_id    = databricks_storage_credential.counted.aws_iam_role[0].external_id
}

resource "aws_iam_role" "counted" {
  count              = 1
  name               = "counted"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.counted.json
}

resource "aws_iam_role_policy" "counted" {
  count = 1
  name  = "files"
  role  = aws_iam_role.counted[0].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_iam_policy" "counted" {
  count = 1
  name  = "itself"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Resource = [aws_iam_role.counted[0].arn] }]
  })
}

resource "aws_iam_role_policy_attachment" "counted" {
  count      = length(aws_iam_role.counted)
  role       = aws_iam_role.counted[count.index].name
  policy_arn = aws_iam_policy.counted[count.index].arn
}

# By the name of the domain.
resource "databricks_storage_credential" "keyed" {
  for_each = local.domains
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/keyed-${each.key}"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "keyed" {
  for_each       = local.domains
  aws_account_id = local.account
  role_name      = "keyed-${each.key}"
  external_id    = databricks_storage_credential.keyed[each.key].aws_iam_role[0].external_id
}

data "databricks_aws_unity_catalog_policy" "keyed" {
  for_each       = local.domains
  aws_account_id = local.account
  bucket_name    = "acme-${each.key}"
  role_name      = "keyed-${each.key}"
}

resource "aws_iam_role" "keyed" {
  for_each           = local.domains
  name               = "keyed-${each.key}"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.keyed[each.key].json
}

resource "aws_iam_role_policy" "keyed" {
  for_each = local.domains
  name     = "access"
  role     = aws_iam_role.keyed[each.key].name
  policy   = data.databricks_aws_unity_catalog_policy.keyed[each.key].json
}

# The role as a whole.
resource "databricks_storage_credential" "given" {
  name = "given"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/given"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "given" {
  aws_account_id = local.account
  role_name      = "given"
  external_id    = databricks_storage_credential.given.aws_iam_role[0].external_id
}

resource "aws_iam_role" "given" {
  name               = "given"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.given.json
}

module "attach" {
  source = "./attach"
  role   = aws_iam_role.given
}

# The credential as a whole.
resource "databricks_storage_credential" "handed" {
  name = "handed"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/handed"
  }
}

module "role" {
  source     = "./role"
  credential = databricks_storage_credential.handed
  account    = local.account
}

# Its policy is attached to another role.
resource "databricks_storage_credential" "left" {
  name = "left"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/left"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "left" {
  aws_account_id = local.account
  role_name      = "left"
  external_id    = databricks_storage_credential.left.aws_iam_role[0].external_id
}

resource "aws_iam_role" "left" { # expect: uc-role-self-assume
  name               = "left"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.left.json
}

resource "aws_iam_role_policy" "left" {
  for_each = local.domains
  name     = "left"
  role     = aws_iam_role.keyed[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::${local.account}:role/left" }]
  })
}

resource "aws_iam_role_policy" "files" {
  name = "files"
  role = aws_iam_role.left.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}
