# The landing zone: partners drop files into a bucket that exists before any catalog does. Its role is written out
# here with a policy document, because the bucket has two prefixes with different rights.

locals {
  # The role's ARN is put together by hand: the trust policy needs the credential's external id, and the credential
  # needs the role's ARN. A reference in both directions would be a cycle.
  landing_role_name = "${var.prefix}-landing-uc"
  landing_role_arn  = "arn:aws:iam::${var.aws_account_id}:role/${local.landing_role_name}"
}

resource "aws_s3_bucket" "landing" {
  bucket = "${var.prefix}-landing-${local.regions.eu}"
  tags   = { purpose = "landing" }
}

resource "aws_s3_bucket_public_access_block" "landing" {
  bucket = aws_s3_bucket.landing.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "databricks_storage_credential" "landing" {
  provider = databricks.prod

  name           = "landing"
  comment        = "Reads what partners deliver"
  owner          = "platform-admins"
  isolation_mode = "ISOLATION_MODE_ISOLATED"

  aws_iam_role {
    role_arn = local.landing_role_arn
  }

  depends_on = [databricks_metastore_assignment.eu]
}

data "aws_iam_policy_document" "landing_trust" {
  statement {
    sid     = "UnityCatalogAssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [databricks_storage_credential.landing.aws_iam_role[0].external_id]
    }
  }

  # A role cannot be a principal of its own trust policy before it exists: the account is trusted, and the condition
  # narrows that to the role itself.
  statement {
    sid     = "ExplicitSelfRoleAssumption"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.aws_account_id}:root"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = [local.landing_role_arn]
    }
  }
}

data "aws_iam_policy_document" "landing" {
  statement {
    sid       = "ListLanding"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [aws_s3_bucket.landing.arn]
  }

  dynamic "statement" {
    for_each = {
      Incoming = ["s3:GetObject"]
      Archive  = ["s3:GetObject", "s3:PutObject"]
    }

    content {
      sid       = statement.key
      actions   = statement.value
      resources = ["${aws_s3_bucket.landing.arn}/${lower(statement.key)}/*"]
    }
  }

  statement {
    sid       = "AssumeItself"
    actions   = ["sts:AssumeRole"]
    resources = [local.landing_role_arn]
  }
}

resource "aws_iam_role" "landing" {
  name               = local.landing_role_name
  description        = "Unity Catalog reads the landing bucket with this role"
  assume_role_policy = data.aws_iam_policy_document.landing_trust.json
}

resource "aws_iam_role_policy" "landing" {
  name   = "landing-bucket"
  role   = aws_iam_role.landing.id
  policy = data.aws_iam_policy_document.landing.json
}

# IAM needs a moment until a new role can be assumed everywhere.
resource "time_sleep" "landing_role" {
  create_duration = "30s"
  triggers        = { policy = aws_iam_role_policy.landing.id }
}

resource "databricks_external_location" "landing" {
  provider = databricks.prod

  name            = "landing"
  url             = "s3://${aws_s3_bucket.landing.bucket}/incoming"
  credential_name = databricks_storage_credential.landing.name
  owner           = "platform-admins"
  read_only       = true
  isolation_mode  = "ISOLATION_MODE_ISOLATED"

  depends_on = [time_sleep.landing_role]
}

resource "databricks_grants" "landing" {
  provider = databricks.prod

  external_location = databricks_external_location.landing.id

  grant {
    principal  = "data-engineers"
    privileges = ["READ_FILES"]
  }
}
