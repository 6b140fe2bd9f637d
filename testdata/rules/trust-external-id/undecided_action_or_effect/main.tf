variable "action" {
  type = string
}

variable "effect" {
  type = string
}

resource "aws_iam_role" "action" {
  name = "action"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = var.action
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
    }]
  })
}

resource "aws_iam_role" "effect" {
  name = "effect"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = var.effect
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
    }]
  })
}
