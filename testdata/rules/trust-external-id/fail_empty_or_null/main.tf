# The id is there in the text and empty in fact: an output that forgot it, null in a local, "" in tfvars.
variable "external_ids" {
  type    = map(string)
  default = { a = "", b = "0f3a1c52-0000-4000-8000-000000000001" }
}

locals {
  forgotten = null
}

resource "aws_iam_role" "each" {
  for_each           = var.external_ids
  name               = "each-${each.key}"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = [each.value] } }
    }]
  })
}

resource "aws_iam_role" "null" {
  name               = "null"
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::414351767826:root" }
      Condition = { StringEquals = { "sts:ExternalId" = local.forgotten } }
    }]
  })
}

resource "aws_iam_role" "placeholder" {
  name               = "placeholder"
  assume_role_policy = data.databricks_aws_assume_role_policy.placeholder.json # expect: trust-external-id
}

data "databricks_aws_assume_role_policy" "placeholder" {
  external_id = "<databricks-account-id>"
}
