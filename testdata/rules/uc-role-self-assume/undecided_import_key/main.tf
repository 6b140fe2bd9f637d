variable "roles" {
  type = map(string)
}

import {
  for_each = var.roles
  to       = aws_iam_role.uc[each.key]
  id       = each.value
}

resource "aws_iam_role" "uc" {
  for_each = toset(["a", "b"])
  name = "uc-${each.key}"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        AWS = [
          "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL",
          "arn:aws:iam::123456789012:role/uc-${each.key}",
        ]
      }
    }]
  })
}

resource "aws_iam_role_policy" "uc" {
  for_each = toset(["a", "b"])
  role = "uc-${each.key}"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc-${each.key}" }]
  })
}
