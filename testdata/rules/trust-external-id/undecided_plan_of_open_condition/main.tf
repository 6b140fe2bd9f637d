# A plan leaves `values` and the block open where the configuration has both of their cases.
resource "terraform_data" "switch" {}

locals {
  strict = terraform_data.switch.id == "a"
}

# In one of them the condition requires nothing.
data "aws_iam_policy_document" "maybe" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = local.strict ? ["00000000-1111-2222-3333-444444444444"] : []
    }
  }
}

resource "aws_iam_role" "maybe" {
  name               = "maybe"
  assume_role_policy = data.aws_iam_policy_document.maybe.json # undecided: trust-external-id
}

# One id or another is required.
data "aws_iam_policy_document" "either" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    dynamic "condition" {
      for_each = local.strict ? ["00000000-1111-2222-3333-444444444444"] : ["00000000-5555-6666-7777-888888888888"]
      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "either" {
  name               = "either"
  assume_role_policy = data.aws_iam_policy_document.either.json
}
