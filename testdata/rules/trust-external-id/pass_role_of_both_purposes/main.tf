# A role that accepts the ids of a workspace and of Unity Catalog, in one statement or in two.
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
    one  = [{ by = [local.catalog, local.account], id = ["own", local.id] }]
    root = [{ by = [local.account], id = [local.id, "own"] }]
    two  = [{ by = [local.catalog], id = ["own"] }, { by = [local.account], id = [local.id] }]
    more = [{ by = [local.account, local.catalog], id = ["own"] }, { by = [local.account], id = [local.id] }]
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
  assume_role_policy = jsonencode({
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
