# An external id is required whatever other conditions come, and what a source lacks an own statement has.
variable "vpc_endpoints" {
  type = list(string)
}

variable "extra" {
  type    = string
  default = ""
}


data "aws_iam_policy_document" "conditions" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["0d26daa6-5e44-4c97-a497-ef015f91254a"]
    }
    dynamic "condition" {
      for_each = var.vpc_endpoints
      content {
        test     = "StringEquals"
        variable = "aws:SourceVpce"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "conditions" {
  name               = "conditions"
  assume_role_policy = data.aws_iam_policy_document.conditions.json
}

resource "aws_iam_role" "encoded" {
  name = "encoded"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = merge({ StringLike = var.vpc_endpoints }, {
        StringEquals = { "sts:ExternalId" = "0d26daa6-5e44-4c97-a497-ef015f91254a" }
      })
    }]
  })
}

# The statement without an id is replaced by that of the same Sid.
data "aws_iam_policy_document" "open" {
  statement {
    sid     = "Workspace"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

data "aws_iam_policy_document" "replaced" {
  source_policy_documents   = [data.aws_iam_policy_document.open.json, var.extra]
  override_policy_documents = compact([var.extra, data.aws_iam_policy_document.right.json])
}

data "aws_iam_policy_document" "right" {
  statement {
    sid     = "Workspace"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["0d26daa6-5e44-4c97-a497-ef015f91254a"]
    }
  }
}

resource "aws_iam_role" "replaced" {
  name               = "replaced"
  assume_role_policy = data.aws_iam_policy_document.replaced.json
}

# A document with something unknown in it is a document all the same.
resource "databricks_storage_credential" "uc" {
  name = "uc"
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  aws_account_id = "123456789012"
  role_name      = "uc"
  external_id    = databricks_storage_credential.uc.aws_iam_role[0].external_id
}

data "aws_iam_policy_document" "uc" {
  source_policy_documents = compact([
    data.databricks_aws_unity_catalog_assume_role_policy.uc.json,
    var.extra,
  ])
}

resource "aws_iam_role" "uc" {
  name               = "uc"
  assume_role_policy = data.aws_iam_policy_document.uc.json
}
