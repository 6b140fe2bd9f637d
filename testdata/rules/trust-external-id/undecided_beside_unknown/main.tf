# What may replace a statement, add to a condition or require an id leaves it open.
variable "base" {
  type = string
}

variable "conditions" {
  type = map(string)
}

data "aws_iam_policy_document" "overridden" {
  override_policy_documents = [var.base]
  statement {
    sid     = "Workspace"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

resource "aws_iam_role" "overridden" {
  name               = "overridden"
  assume_role_policy = data.aws_iam_policy_document.overridden.json # undecided: trust-external-id
}

# A statement that may come can have the Sid of one of the source.
data "aws_iam_policy_document" "open" {
  statement {
    sid     = "Workspace"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

data "aws_iam_policy_document" "replaced" {
  source_policy_documents = [data.aws_iam_policy_document.open.json]
  dynamic "statement" {
    for_each = var.conditions
    content {
      sid     = statement.key
      actions = ["sts:AssumeRole"]
      principals {
        type        = "Service"
        identifiers = [statement.value]
      }
    }
  }
}

resource "aws_iam_role" "replaced" {
  name               = "replaced"
  assume_role_policy = data.aws_iam_policy_document.replaced.json # undecided: trust-external-id
}

# Another value of the same condition may be right.
data "aws_iam_policy_document" "another_value" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["123456789012"]
    }
    dynamic "condition" {
      for_each = var.conditions
      content {
        test     = "StringEquals"
        variable = condition.key
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "another_value" {
  name               = "another-value"
  assume_role_policy = data.aws_iam_policy_document.another_value.json # undecided: trust-external-id
}

# A denial under more conditions denies less.
data "aws_iam_policy_document" "denied" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
  statement {
    effect  = "Deny"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    condition {
      test     = "StringNotEquals"
      variable = "sts:ExternalId"
      values   = ["0d26daa6-5e44-4c97-a497-ef015f91254a"]
    }
    dynamic "condition" {
      for_each = var.conditions
      content {
        test     = "StringEquals"
        variable = "aws:SourceVpce"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "denied" {
  name               = "denied"
  assume_role_policy = data.aws_iam_policy_document.denied.json # undecided: trust-external-id
}
