# Right once the role exists; AWS refuses it when the role is made.

resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

resource "aws_iam_role" "uc" {
  name = "uc"
  assume_role_policy = jsonencode({ # expect: uc-role-self-assume
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL", "arn:aws:iam::123456789012:role/uc"] }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.uc.aws_iam_role[0].external_id } }
    }]
  })
}

resource "aws_iam_role_policy" "uc" {
  name = "uc"
  role = aws_iam_role.uc.id
  policy = jsonencode({
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/uc" }
  })
}
