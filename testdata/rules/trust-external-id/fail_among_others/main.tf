variable "more" {
  type = list(string)
}

locals {
  databricks = ["arn:aws:iam::414351767826:root"]
  all        = concat(concat(var.more, local.databricks), ["arn:aws:iam::123456789012:role/admin"])
}

resource "aws_iam_role" "encoded" {
  name = "encoded"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = concat(["sts:AssumeRole"], var.more)
      Principal = { AWS = local.all }
    }]
  })
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = concat(local.databricks, var.more)
    }
  }
}

resource "aws_iam_role" "document" {
  name               = "document"
  assume_role_policy = data.aws_iam_policy_document.trust.json # expect: trust-external-id
}
