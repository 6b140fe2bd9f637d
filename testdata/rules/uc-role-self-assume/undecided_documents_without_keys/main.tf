# The instances have no keys yet, and their documents say the same of each.
variable "pans" {
  type = map(object({
    short = string
    other = string
  }))
}

variable "external_id" {
  type = string
}

data "aws_iam_policy_document" "never" {
  for_each = var.pans
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

resource "aws_iam_role" "never" {
  for_each           = var.pans
  name               = "never-${each.value.short}"
  assume_role_policy = data.aws_iam_policy_document.never[each.key].json # undecided: uc-role-self-assume
  inline_policy {
    name = "itself"
    policy = jsonencode({
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/never-${each.value.short}" }]
    })
  }
}

data "aws_iam_policy_document" "elsewhere" {
  for_each = var.pans
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::210987654321:root"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::210987654321:role/elsewhere-${each.value.other}"]
    }
  }
}

resource "aws_iam_role" "elsewhere" {
  for_each           = var.pans
  name               = "elsewhere-${each.value.short}"
  assume_role_policy = data.aws_iam_policy_document.elsewhere[each.key].json # undecided: uc-role-self-assume
  inline_policy {
    name = "itself"
    policy = jsonencode({
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/elsewhere-${each.value.short}" }]
    })
  }
}

data "aws_iam_policy_document" "itself" {
  for_each = var.pans
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::210987654321:root"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::210987654321:role/itself-${each.value.short}"]
    }
  }
}

resource "aws_iam_role" "itself" {
  for_each           = var.pans
  name               = "itself-${each.value.short}"
  assume_role_policy = data.aws_iam_policy_document.itself[each.key].json
  inline_policy {
    name = "itself"
    policy = jsonencode({
      Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/itself-${each.value.short}" }]
    })
  }
}
