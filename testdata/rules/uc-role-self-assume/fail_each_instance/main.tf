# One line is wrong in one way in all instances.
locals { cats = toset(["sales", "hr", "fin"]) }
resource "databricks_storage_credential" "uc" {
  for_each = local.cats
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/uc-${each.key}"
  }
}
data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  for_each       = local.cats
  aws_account_id = "123456789012"
  role_name      = each.key
  external_id    = databricks_storage_credential.uc[each.key].aws_iam_role[0].external_id
}
data "databricks_aws_unity_catalog_policy" "uc" {
  for_each       = local.cats
  aws_account_id = "123456789012"
  role_name      = each.key
  bucket_name    = "acme-${each.key}"
}
resource "aws_iam_role" "uc" { # expect: uc-role-self-assume
  for_each           = local.cats
  name               = "uc-${each.key}"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc[each.key].json # expect: uc-role-self-assume
}
resource "aws_iam_role_policy" "uc" {
  for_each = local.cats
  role     = aws_iam_role.uc[each.key].name
  policy   = data.databricks_aws_unity_catalog_policy.uc[each.key].json
}
