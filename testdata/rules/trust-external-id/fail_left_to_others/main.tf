# `ignore_changes` leaves the trust policy of some of these roles to others.
locals {
  anybody_of_databricks = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
    }]
  })
}

resource "aws_iam_role" "tagged" {
  name               = "tagged"
  assume_role_policy = local.anybody_of_databricks # expect: trust-external-id
  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_iam_role" "trust" {
  name               = "trust"
  assume_role_policy = local.anybody_of_databricks # undecided: trust-external-id
  lifecycle {
    ignore_changes = [tags, assume_role_policy]
  }
}

resource "aws_iam_role" "whole" {
  name               = "whole"
  assume_role_policy = local.anybody_of_databricks # undecided: trust-external-id
  lifecycle {
    ignore_changes = all
  }
}
