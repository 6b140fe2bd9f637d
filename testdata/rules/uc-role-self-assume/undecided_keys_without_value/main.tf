# A key of a policy that is written as text has no value.
variable "word" {
  type = string
}

locals {
  principal = <<JSON
    {"Statement": [{
      "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"${var.word}": "arn:aws:iam::123456789012:root"}
    }]}
JSON
}

resource "databricks_storage_credential" "each" {
  for_each = toset(["element", "principal"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/${each.key}"
  }
}

resource "aws_iam_role" "element" { # undecided: uc-role-self-assume
  name = "element"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
  inline_policy {
    name   = "self"
    policy = <<JSON
      {"Statement": [{
        "Effect": "Allow", "${var.word}": ["sts:AssumeRole"], "Resource": ["arn:aws:iam::123456789012:role/element"]
      }]}
JSON
  }
}

resource "aws_iam_role" "principal" {
  name               = "principal"
  assume_role_policy = local.principal # undecided: uc-role-self-assume
  inline_policy {
    name   = "self"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "*" }] })
  }
}
