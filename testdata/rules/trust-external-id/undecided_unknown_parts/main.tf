# A condition that may be there, a principal that may be Databricks, an id that may be null or copied by hand.
variable "conditions" {
  type = map(string)
}

variable "principal" {
  type = string
}

variable "external_id" {
  type     = string
  default  = null
  nullable = true
}

variable "copied_external_id" {
  type = string
}

variable "with_id" {
  type = bool
}

variable "document" {
  type = string
}

data "aws_iam_policy_document" "dynamic" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
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

resource "aws_iam_role" "dynamic" {
  name               = "dynamic"
  assume_role_policy = data.aws_iam_policy_document.dynamic.json # undecided: trust-external-id
}

resource "aws_iam_role" "principal" {
  name = "principal"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = var.principal } }]
  })
}

resource "aws_iam_role" "copied" {
  name = "copied"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = var.copied_external_id } }
    }]
  })
}

resource "aws_iam_role" "either" {
  name = "either"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = var.with_id ? "0f3a1c52-0000-4000-8000-000000000001" : "" } }
    }]
  })
}

resource "aws_iam_role" "document" {
  name               = "document"
  assume_role_policy = var.document # undecided: trust-external-id
}
