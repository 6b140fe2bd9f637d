# A key of a policy that is written as text has no value.
variable "databricks_account_id" {
  type = string
}

variable "word" {
  type = string
}

locals {
  test = <<JSON
    {"Statement": [{
      "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::414351767826:root"},
      "Condition": {"${var.word}": {"sts:ExternalId": "${var.databricks_account_id}"}}
    }]}
JSON
  half = <<JSON
    {"Statement": [{
      "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::414351767826:root"},
      "Condition": {"String${var.word}": {"sts:ExternalId": "${var.databricks_account_id}"}}
    }]}
JSON
  key = <<JSON
    {"Statement": [{
      "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::414351767826:root"},
      "Condition": {"StringEquals": {"${var.word}": "${var.databricks_account_id}"}}
    }]}
JSON
  principal = <<JSON
    {"Statement": [{
      "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"${var.word}": "arn:aws:iam::414351767826:root"}
    }]}
JSON
  element = <<JSON
    {"Statement": [{
      "Effect": "Allow", "${var.word}": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::414351767826:root"}
    }]}
JSON
  beside = <<JSON
    {"Statement": [{
      "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::414351767826:root"},
      "Condition": {
        "StringEquals": {"sts:ExternalId": "${var.databricks_account_id}", "${var.word}": "a"},
        "${var.word}": {"aws:RequestTag/team": "a"}
      }
    }]}
JSON
}

resource "aws_iam_role" "test" {
  name               = "test"
  assume_role_policy = local.test # undecided: trust-external-id
}

resource "aws_iam_role" "half" {
  name               = "half"
  assume_role_policy = local.half # undecided: trust-external-id
}

resource "aws_iam_role" "key" {
  name               = "key"
  assume_role_policy = local.key # undecided: trust-external-id
}

resource "aws_iam_role" "principal" {
  name               = "principal"
  assume_role_policy = local.principal # undecided: trust-external-id
}

resource "aws_iam_role" "element" {
  name               = "element"
  assume_role_policy = local.element # undecided: trust-external-id
}

# What is written out beside it decides.
resource "aws_iam_role" "beside" {
  name               = "beside"
  assume_role_policy = local.beside
}
