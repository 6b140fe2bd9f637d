# Nothing says the account of the role but the ARN of its credential.
resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

resource "aws_iam_role" "uc" {
  name = "uc"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.uc.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::999999999999:root" }
      },
    ]
  })
  inline_policy {
    name   = "itself"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc" }] })
  }
}
