# Whose role it is can be told, or not, of names and ARNs without values.
variable "role_name" {
  type = string
}

variable "landing_role_arn" {
  type = string
}

variable "prod" {
  type = bool
}

resource "databricks_storage_credential" "landing" {
  name = "landing"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-landing"
  }
}

resource "databricks_storage_credential" "given" {
  name = "given"
  aws_iam_role {
    role_arn = var.landing_role_arn
  }
}

resource "databricks_storage_credential" "sales" {
  name = "sales"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/${var.role_name}"
  }
}

resource "databricks_storage_credential" "crm" {
  name = "crm"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-crm"
  }
}

resource "databricks_storage_credential" "hr" {
  name = "hr"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-hr"
  }
}

resource "databricks_storage_credential" "ops" {
  name = "ops"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-ops"
  }
}

# The credential of sales uses it, whatever its name is, and its id is not accepted.
resource "aws_iam_role" "sales" {
  name = var.role_name
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.landing.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/${var.role_name}" } }
      },
    ]
  })
}

# That another role has a name without a value changes nothing.
resource "aws_iam_role" "crm" {
  name = "uc-crm"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.landing.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/uc-crm" } }
      },
    ]
  })
}

# The other credential can use any role.
resource "aws_iam_role" "hr" {
  name = "uc-hr"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.given.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/uc-hr" } }
      },
    ]
  })
}

# It is the role of the credential in one of two cases.
resource "aws_iam_role" "ops" {
  name = var.prod ? "uc-ops" : "uc-ops-dev"
  assume_role_policy = jsonencode({ # undecided: trust-external-id
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL" }
        Condition = { StringEquals = { "sts:ExternalId" = databricks_storage_credential.ops.aws_iam_role[0].external_id } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::123456789012:role/uc-ops" } }
      },
    ]
  })
}
