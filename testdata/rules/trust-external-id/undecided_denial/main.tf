# Whether the denial asks for the external id cannot be told from its other condition.

resource "aws_iam_role" "crossaccount" {
  name = "crossaccount"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
      },
      {
        Effect    = "Deny"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { Null = { "sts:ExternalId" = "true" } }
      },
    ]
  })
}
