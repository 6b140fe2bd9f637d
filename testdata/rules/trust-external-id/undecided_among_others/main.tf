variable "more" {
  type = list(string)
}

resource "aws_iam_role" "others" {
  name = "others"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = concat(["arn:aws:iam::123456789012:role/admin"], var.more) }
    }]
  })
}

resource "aws_iam_role" "required" {
  name = "required"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = concat(["arn:aws:iam::414351767826:root"], var.more) }
      Condition = { StringEquals = { "sts:ExternalId" = "11111111-2222-3333-4444-555555555555" } }
    }]
  })
}
