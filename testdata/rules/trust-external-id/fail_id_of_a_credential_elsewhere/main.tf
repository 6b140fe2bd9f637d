# The roles are named, and in an account that only the provider knows.
data "aws_caller_identity" "here" {}

locals {
  account = data.aws_caller_identity.here.account_id
  crossed = { gold = "raw", raw = "gold" }
}

resource "databricks_storage_credential" "crossed" {
  for_each = local.crossed
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/crossed-${each.key}"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "crossed" {
  for_each       = local.crossed
  aws_account_id = local.account
  role_name      = "crossed-${each.key}"
  external_id    = databricks_storage_credential.crossed[each.value].aws_iam_role[0].external_id
}

resource "aws_iam_role" "crossed" {
  for_each           = local.crossed
  name               = "crossed-${each.key}"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.crossed[each.key].json # expect: trust-external-id
}

# The metastore uses the role, with an id of its own.
resource "databricks_metastore_data_access" "root" {
  metastore_id = "11111111-2222-3333-4444-555555555555"
  name         = "root"
  aws_iam_role {
    role_arn = "arn:aws:iam::${local.account}:role/root"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "root" {
  aws_account_id = local.account
  role_name      = "root"
  external_id    = databricks_storage_credential.crossed["gold"].aws_iam_role[0].external_id
}

resource "aws_iam_role" "root" {
  name               = "root"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.root.json # expect: trust-external-id
}

# The role of a workspace is no role of a credential.
data "databricks_aws_assume_role_policy" "workspace" {
  external_id = databricks_storage_credential.crossed["raw"].aws_iam_role[0].external_id
}

resource "aws_iam_role" "workspace" {
  name               = "workspace"
  assume_role_policy = data.databricks_aws_assume_role_policy.workspace.json # expect: trust-external-id
}

# The policy is handed on as a whole.
data "aws_iam_policy_document" "open" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:root"]
    }
  }
}

locals {
  documents = { open = data.aws_iam_policy_document.open }
}

resource "aws_iam_role" "open" {
  for_each           = local.documents
  name               = each.key
  assume_role_policy = each.value.json # expect: trust-external-id
}
