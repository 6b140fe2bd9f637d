# What others made of a trust policy stands in the plan, where the role exists.

resource "aws_iam_role" "done" {
  name = "done"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = "4b0c7f52-6a1e-4d0b-9a35-0f6f1d2c3b4a" } }
    }]
  })
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role_policy" "done" {
  name = "done"
  role = "done"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/done" }]
  })
}

resource "aws_iam_role" "undone" {
  name = "undone"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = "4b0c7f52-6a1e-4d0b-9a35-0f6f1d2c3b4a" } }
    }]
  })
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role_policy" "undone" {
  name = "undone"
  role = "undone"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/undone" }]
  })
}

resource "aws_iam_role" "new" {
  name = "new"
  assume_role_policy = jsonencode({ # undecided: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = "4b0c7f52-6a1e-4d0b-9a35-0f6f1d2c3b4a" } }
    }]
  })
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role_policy" "new" {
  name = "new"
  role = "new"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::210987654321:role/new" }]
  })
}
