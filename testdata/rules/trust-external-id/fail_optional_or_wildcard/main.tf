# Conditions that a request without the right external id passes.
resource "aws_iam_role" "if_exists" {
  name               = "if-exists"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Action    = ["sts:AssumeRole"]
      Principal = { AWS = ["414351767826"] }
      Condition = { StringEqualsIfExists = { "sts:ExternalId" = "0f3a1c52-0000-4000-8000-000000000001" } }
    }
  })
}

locals {
  wildcard = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:Assume*",
        "Principal": { "AWS": "arn:aws:iam::414351767826:root" },
        "Condition": { "StringLike": { "STS:externalid": "*" } }
      }]
    }
  EOT
}

resource "aws_iam_role" "wildcard" {
  name               = "wildcard"
  assume_role_policy = local.wildcard # expect: trust-external-id
}

resource "aws_iam_role" "for_all" {
  name               = "for-all"
  assume_role_policy = data.aws_iam_policy_document.for_all.json # expect: trust-external-id
}

data "aws_iam_policy_document" "for_all" {
  statement {
    actions = ["STS:ASSUMEROLE"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws-us-gov:iam::044793339203:root"]
    }
    condition {
      test     = "ForAllValues:StringEquals"
      variable = "sts:ExternalId"
      values   = ["0f3a1c52-0000-4000-8000-000000000001"]
    }
  }
}

resource "aws_iam_role" "not_equals" {
  name               = "not-equals"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "*"
      Principal = { AWS = "arn:aws:iam::414351767826:role/SaasUsageDeliveryRole-prod-IAMRole-3PLHICCRR1TK" }
      Condition = { StringNotEquals = { "sts:ExternalId" = "other" } }
    }]
  })
}
