# Another configuration makes the credential; this one requires its id.

data "databricks_storage_credential" "cellar" {
  name = "cellar"
}

resource "aws_iam_role" "cellar" {
  name = "cellar"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = data.databricks_storage_credential.cellar.storage_credential_info[0].aws_iam_role[0].external_id } }
      },
    ]
  })
}

# It can be the same one.
resource "databricks_storage_credential" "attic" {
  name = "attic"
  aws_iam_role {
    role_arn = "arn:aws:iam::210987654321:role/attic"
  }
}

data "databricks_storage_credential" "attic" {
  name = "attic"
}

resource "aws_iam_role" "attic" {
  name = "attic"
  assume_role_policy = jsonencode({
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = data.databricks_storage_credential.attic.storage_credential_info[0].aws_iam_role[0].external_id } }
      },
    ]
  })
}
