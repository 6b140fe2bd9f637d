# Copied from the first credential: the id of another role's credential.
resource "databricks_storage_credential" "a" {
  name = "a"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-a"
  }
}

resource "databricks_storage_credential" "b" {
  name = "b"
  aws_iam_role {
    role_arn = format("arn:aws:iam::%s:role/%s", "123456789012", "uc-b")
  }
}

resource "aws_iam_role" "a" {
  name = "uc-a"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.a.aws_iam_role[0].external_id } }
    }]
  })
}

resource "aws_iam_role" "b" {
  name = "uc-b"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.a.aws_iam_role[0].external_id } }
    }]
  })
}
