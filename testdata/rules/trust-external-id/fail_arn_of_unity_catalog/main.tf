resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/resource"
  }
}

locals {
  unity_catalog = databricks_storage_credential.uc.aws_iam_role[0].unity_catalog_iam_arn
}

resource "aws_iam_role" "resource" {
  name = "resource"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.unity_catalog }
    }]
  })
}
