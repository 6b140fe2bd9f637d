# An external id that may be empty is none for certain.
variable "settings" {
  type = map(string)
}

variable "ids" {
  type = list(string)
}

data "databricks_aws_assume_role_policy" "looked_up" {
  external_id = lookup(var.settings, "account", "")
}

resource "aws_iam_role" "looked_up" {
  name               = "looked-up"
  assume_role_policy = data.databricks_aws_assume_role_policy.looked_up.json # undecided: trust-external-id
}

resource "aws_iam_role" "joined" {
  name = "joined"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = join("", var.ids) } }
    }]
  })
}

data "aws_iam_policy_document" "tried" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [try(var.settings["account"], "")]
    }
  }
}

resource "aws_iam_role" "tried" {
  name               = "tried"
  assume_role_policy = data.aws_iam_policy_document.tried.json # undecided: trust-external-id
}

data "databricks_aws_assume_role_policy" "given" {
  external_id = var.settings["account"]
}

resource "aws_iam_role" "given" {
  name               = "given"
  assume_role_policy = data.databricks_aws_assume_role_policy.given.json
}
