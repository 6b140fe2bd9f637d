# One role for a workspace and for Unity Catalog, which each send an id of their own.
provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias = "workspace"
  host  = "https://acme.cloud.databricks.com"
}

locals {
  catalog = "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"
  account = "arn:aws:iam::414351767826:root"
  id      = "00000000-0000-0000-0000-000000000001"
  trusts = {
    catalog_first = [{ by = [local.catalog, local.account], id = ["own"] }]
    account_first = [{ by = [local.account, local.catalog], id = ["own"] }]
    catalog_alone = [{ by = [local.catalog], id = ["own"] }]
  }
}

resource "databricks_storage_credential" "each" {
  provider = databricks.workspace
  for_each = toset(keys(local.trusts))
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/${each.key}"
  }
}

resource "databricks_mws_credentials" "each" {
  for_each         = toset(keys(local.trusts))
  account_id       = local.id
  credentials_name = each.key
  role_arn         = "arn:aws:iam::123456789012:role/${each.key}"
}

resource "aws_iam_role" "each" {
  for_each = local.trusts
  name     = each.key
  assume_role_policy = jsonencode({ # expect: trust-external-id
    Version = "2012-10-17"
    Statement = [for trust in each.value : {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = trust.by }
      Condition = { StringEquals = { "sts:ExternalId" = [
        for id in trust.id : id == "own" ? databricks_storage_credential.each[each.key].aws_iam_role[0].external_id : id
      ] } }
    }]
  })
}
