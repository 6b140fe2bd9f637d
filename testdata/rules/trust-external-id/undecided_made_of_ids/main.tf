# What is made of external ids is not known to be the right one, nor a wrong one.

variable "legacy" {
  type = bool
}

variable "more" {
  type = list(string)
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_storage_credential" "conditional" {
  name = "conditional"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/conditional"
  }
}

resource "aws_iam_role" "conditional" {
  name = "conditional"

  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = var.legacy ? "00000000-0000-0000-0000-000000000001" : databricks_storage_credential.conditional.aws_iam_role[0].external_id } }
    }]
  })
}

resource "databricks_storage_credential" "more" {
  name = "more"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/more"
  }
}

resource "aws_iam_role" "more" {
  name = "more"

  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = concat([databricks_storage_credential.conditional.aws_iam_role[0].external_id], var.more) } }
    }]
  })
}

resource "databricks_storage_credential" "prefixed" {
  name = "prefixed"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/prefixed"
  }
}

resource "aws_iam_role" "prefixed" {
  name = "prefixed"

  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = "a-${databricks_storage_credential.prefixed.aws_iam_role[0].external_id}" } }
    }]
  })
}

resource "databricks_storage_credential" "hashed" {
  name = "hashed"

  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/hashed"
  }
}

resource "aws_iam_role" "hashed" {
  name = "hashed"

  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
      Condition = { StringEquals = { "sts:ExternalId" = md5(databricks_storage_credential.hashed.aws_iam_role[0].external_id) } }
    }]
  })
}
