variable "account" {
  type = string
}

locals {
  teams = { sales = "uc-sales", risk = "uc-risk" }
}

import {
  to = aws_iam_role.one
  id = "uc-one"
}

import {
  for_each = local.teams
  to       = aws_iam_role.team[each.key]
  id       = each.value
}

resource "aws_iam_role" "one" {
  name = "uc-one"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        AWS = [
          "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL",
          "arn:aws:iam::${var.account}:role/uc-one",
        ]
      }
    }]
  })
}

resource "aws_iam_role_policy" "one" {
  role = aws_iam_role.one.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.one.arn }]
  })
}

resource "aws_iam_role" "team" {
  for_each = local.teams
  name     = each.value
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        AWS = [
          "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL",
          "arn:aws:iam::${var.account}:role/${each.value}",
        ]
      }
    }]
  })
}

resource "aws_iam_role_policy" "team" {
  for_each = local.teams
  role     = aws_iam_role.team[each.key].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.team[each.key].arn }]
  })
}
