# Who gets in by the statement for everybody is not known.
locals {
  databricks = {
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { AWS = "arn:aws:iam::414351767826:root" }
    Condition = { StringEquals = { "sts:ExternalId" = "00000000-0000-0000-0000-000000000001" } }
  }
  everybody = { Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" }
}

resource "aws_iam_role" "address" {
  name = "address"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version   = "2012-10-17"
    Statement = [local.databricks, merge(local.everybody, { Condition = { IpAddress = { "aws:SourceIp" = "10.0.0.0/8" } } })]
  })
}

resource "aws_iam_role" "denied" {
  name = "denied"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [local.databricks, local.everybody, {
      Effect    = "Deny"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringNotEquals = { "sts:ExternalId" = "00000000-0000-0000-0000-000000000001" } }
    }]
  })
}
