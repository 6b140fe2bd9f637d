# In which partition a region without a value is, nothing says; the credential of another one can use another role.
variable "region" {
  type = string
}

provider "aws" {
  region              = var.region
  allowed_account_ids = ["111111111111"]
}

resource "databricks_storage_credential" "here" {
  name = "here"
  aws_iam_role {
    role_arn = "arn:aws:iam::111111111111:role/uc"
  }
}

resource "databricks_storage_credential" "there" {
  name = "there"
  aws_iam_role {
    role_arn = "arn:aws-us-gov:iam::111111111111:role/uc"
  }
}

resource "aws_iam_role" "uc" {
  name = "uc"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.here.aws_iam_role[0].external_id } }
    }]
  })
}
