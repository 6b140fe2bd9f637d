# Whether the key has to be there, and whether the role is that of the credential, is not known.
variable "may_lack_id" {
  type = bool
}

variable "name" {
  type = string
}

variable "databricks_account_id" {
  type = string
}

resource "databricks_storage_credential" "landing" {
  name = "landing"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-landing"
  }
}

resource "aws_iam_role" "null" {
  name = "null"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = {
        StringEqualsIfExists = { "sts:ExternalId" = var.databricks_account_id }
        Null                 = { "sts:ExternalId" = var.may_lack_id }
      }
    }]
  })
}

resource "aws_iam_role" "named" {
  name = var.name
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.landing.aws_iam_role[0].external_id } }
    }]
  })
}
