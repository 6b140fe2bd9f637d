provider "databricks" {
  alias      = "one"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-2222-3333-4444-555555555555"
}

provider "databricks" {
  alias      = "two"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "22222222-2222-3333-4444-555555555555"
}

variable "account_id" {
  type = string
}

# Two configurations of one account.
provider "databricks" {
  alias      = "three"
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.account_id
}

provider "databricks" {
  alias      = "four"
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.account_id
}

# The ids of both.
resource "aws_iam_role" "both" {
  name = "both"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = [
        "11111111-2222-3333-4444-555555555555",
        "22222222-2222-3333-4444-555555555555",
      ] } }
    }]
  })
}

resource "databricks_mws_credentials" "a" {
  provider         = databricks.one
  credentials_name = "a"
  role_arn         = aws_iam_role.both.arn
}

resource "databricks_mws_credentials" "b" {
  provider         = databricks.two
  credentials_name = "b"
  role_arn         = aws_iam_role.both.arn
}

# A statement for each.
resource "aws_iam_role" "each" {
  name = "each"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for id in ["11111111-2222-3333-4444-555555555555", "22222222-2222-3333-4444-555555555555"] : {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = id } }
    }]
  })
}

resource "databricks_mws_credentials" "c" {
  provider         = databricks.one
  credentials_name = "c"
  role_arn         = aws_iam_role.each.arn
}

resource "databricks_mws_credentials" "d" {
  provider         = databricks.two
  credentials_name = "d"
  role_arn         = aws_iam_role.each.arn
}

# One account.
data "databricks_aws_assume_role_policy" "this" {
  external_id = var.account_id
}

resource "aws_iam_role" "one" {
  name               = "one"
  assume_role_policy = data.databricks_aws_assume_role_policy.this.json
}

resource "databricks_mws_credentials" "e" {
  provider         = databricks.three
  credentials_name = "e"
  role_arn         = aws_iam_role.one.arn
}

resource "databricks_mws_credentials" "f" {
  provider         = databricks.four
  credentials_name = "f"
  role_arn         = aws_iam_role.one.arn
}
