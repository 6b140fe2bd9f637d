# What is written out is there whatever else comes: documents, statements, principals and conditions.
variable "base" {
  type = string
}

variable "services" {
  type = list(string)
}

variable "extra" {
  type    = string
  default = ""
}

data "aws_iam_policy_document" "source" {
  source_policy_documents = [var.base]
  statement {
    sid     = "Workspace"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

resource "aws_iam_role" "source" {
  name               = "source"
  assume_role_policy = data.aws_iam_policy_document.source.json # expect: trust-external-id # undecided: trust-external-id
}

# Only what has a Sid can be replaced.
data "aws_iam_policy_document" "overridden" {
  override_policy_documents = concat([var.base], var.services)
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

resource "aws_iam_role" "overridden" {
  name               = "overridden"
  assume_role_policy = data.aws_iam_policy_document.overridden.json # expect: trust-external-id # undecided: trust-external-id
}

data "aws_iam_policy_document" "statements" {
  source_policy_documents = [data.aws_iam_policy_document.principals.json]
  dynamic "statement" {
    for_each = var.services
    content {
      actions = ["sts:AssumeRole"]
      principals {
        type        = "Service"
        identifiers = [statement.value]
      }
    }
  }
}

resource "aws_iam_role" "statements" {
  name               = "statements"
  assume_role_policy = data.aws_iam_policy_document.statements.json # expect: trust-external-id # undecided: trust-external-id
}

data "aws_iam_policy_document" "principals" {
  statement {
    sid     = "Workspace"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    dynamic "principals" {
      for_each = var.services
      content {
        type        = "Service"
        identifiers = [principals.value]
      }
    }
  }
}

resource "aws_iam_role" "principals" {
  name               = "principals"
  assume_role_policy = data.aws_iam_policy_document.principals.json # expect: trust-external-id
}

# What is empty is no document.
data "aws_iam_policy_document" "empty" {
  source_policy_documents = [var.extra]
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

resource "aws_iam_role" "empty" {
  name               = "empty"
  assume_role_policy = data.aws_iam_policy_document.empty.json # expect: trust-external-id
}

# A wrong id stays wrong where the conditions that may come are about something else.
data "aws_iam_policy_document" "condition" {
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
      for_each = var.services
      content {
        test     = "StringEquals"
        variable = "aws:SourceVpce"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "condition" {
  name               = "condition"
  assume_role_policy = data.aws_iam_policy_document.condition.json # expect: trust-external-id
}
