# The instances have no keys yet, and their documents say the same of each.
variable "pans" {
  type = set(string)
}

variable "number" {
  type = number
}

data "aws_iam_policy_document" "anybody" {
  for_each = var.pans
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

resource "aws_iam_role" "anybody" {
  for_each           = var.pans
  name               = "anybody-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.anybody[each.key].json # undecided: trust-external-id
}

data "aws_iam_policy_document" "counted" {
  count                   = var.number
  source_policy_documents = [data.aws_iam_policy_document.within[count.index].json]
}

data "aws_iam_policy_document" "within" {
  count = var.number
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

resource "aws_iam_role" "counted" {
  count              = var.number
  name               = "counted-${count.index}"
  assume_role_policy = data.aws_iam_policy_document.counted[count.index].json # undecided: trust-external-id
}

data "aws_iam_policy_document" "service" {
  for_each = var.pans
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "service" {
  for_each           = var.pans
  name               = "service-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.service[each.key].json
}

data "databricks_aws_assume_role_policy" "right" {
  for_each    = var.pans
  external_id = "4b0c7f52-6a1e-4d0b-9a35-0f6f1d2c3b4a"
}

resource "aws_iam_role" "right" {
  for_each           = var.pans
  name               = "right-${each.key}"
  assume_role_policy = data.databricks_aws_assume_role_policy.right[each.key].json
}
