# Neither the id of a credential that is looked up, nor an external id where the account id is sent.

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "7c1f0a52-2f0b-4a55-9d0e-3b8f6f1a9c21"
}

data "databricks_storage_credential" "cellar" {
  name = "cellar"
}

resource "aws_iam_role" "cellar" {
  name = "cellar"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = data.databricks_storage_credential.cellar.id } }
      },
    ]
  })
}

resource "databricks_mws_credentials" "press" {
  credentials_name = "press"
  role_arn         = aws_iam_role.press.arn
}

resource "aws_iam_role" "press" {
  name = "press"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:root" }
        Condition = { StringEquals = { "sts:ExternalId" = data.databricks_storage_credential.cellar.storage_credential_info[0].aws_iam_role[0].external_id } }
      },
    ]
  })
}
