variable "id" {
  type = string
}

variable "more" {
  type = list(string)
}

resource "aws_iam_role" "behind" {
  name = "behind"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringLike = { "sts:ExternalId" = "${var.id}*" } }
    }]
  })
}

resource "aws_iam_role" "before" {
  name = "before"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringLike = { "sts:ExternalId" = "*-${var.id}" } }
    }]
  })
}

resource "aws_iam_role" "any" {
  name = "any"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringLike = { "sts:ExternalId" = ["${var.id}", "a?${var.id}"] } }
    }]
  })
}

resource "aws_iam_role" "number" {
  name = "number"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = 414351767826 }
    }]
  })
}

