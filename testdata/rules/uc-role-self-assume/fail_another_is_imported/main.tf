import {
  to = aws_iam_role.new["old"]
  id = "uc-old"
}

import {
  to = aws_iam_role_policy.new["fresh"]
  id = "uc-fresh:self"
}

resource "aws_iam_role" "new" {
  for_each = toset(["old", "fresh"])
  name = "uc-${each.key}"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
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

resource "aws_iam_role_policy" "new" {
  for_each = toset(["old", "fresh"])
  role = "uc-${each.key}"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc-${each.key}" }]
  })
}
