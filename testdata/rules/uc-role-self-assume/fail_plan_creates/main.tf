terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_iam_role" "created" {
  name               = "uc-created"
  assume_role_policy = file("${path.module}/created.json") # expect: uc-role-self-assume
}

resource "aws_iam_role_policy" "created" {
  role   = "uc-created"
  policy = file("${path.module}/created-self.json")
}

resource "aws_iam_role" "imported" {
  name               = "uc-imported"
  assume_role_policy = file("${path.module}/imported.json")
}

resource "aws_iam_role_policy" "imported" {
  role   = "uc-imported"
  policy = file("${path.module}/imported-self.json")
}

import {
  to = aws_iam_role.imported
  id = "uc-imported"
}

resource "aws_iam_role" "changed" {
  name               = "uc-changed"
  assume_role_policy = file("${path.module}/changed.json")
}

resource "aws_iam_role_policy" "changed" {
  role   = "uc-changed"
  policy = file("${path.module}/changed-self.json")
}

resource "aws_iam_role" "replaced" {
  name               = "uc-replaced"
  assume_role_policy = file("${path.module}/replaced.json") # expect: uc-role-self-assume
}

resource "aws_iam_role_policy" "replaced" {
  role   = "uc-replaced"
  policy = file("${path.module}/replaced-self.json")
}
