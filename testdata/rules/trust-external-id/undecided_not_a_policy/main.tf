# What AWS does not read as a policy: lists in lists, and an effect that is none.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

variable "growers" {
  type    = list(string)
  default = ["arn:aws:iam::414351767826:root"]
}

resource "databricks_mws_credentials" "press" {
  credentials_name = "press"
  role_arn         = aws_iam_role.press.arn
}

resource "aws_iam_role" "press" {
  name = "press"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = [var.growers] }
    }]
  })
}

resource "databricks_mws_credentials" "mill" {
  credentials_name = "mill"
  role_arn         = aws_iam_role.mill.arn
}

resource "aws_iam_role" "mill" {
  name = "mill"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = [["7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"]] } }
    }]
  })
}

resource "databricks_mws_credentials" "kiln" {
  credentials_name = "kiln"
  role_arn         = aws_iam_role.kiln.arn
}

resource "aws_iam_role" "kiln" {
  name = "kiln"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
    }]
  })
}

resource "databricks_mws_credentials" "loom" {
  credentials_name = "loom"
  role_arn         = aws_iam_role.loom.arn
}

resource "aws_iam_role" "loom" {
  name = "loom"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
    }]
  })
}
