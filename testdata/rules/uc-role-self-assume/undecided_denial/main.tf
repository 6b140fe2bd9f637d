# What a denial under a condition comes to is not known; one of something else does not matter.

resource "databricks_storage_credential" "uc" {
  for_each = toset(["some", "other"])
  name     = each.key
  aws_iam_role {
    role_arn = "arn:aws:iam::123456789012:role/${each.key}"
  }
}

data "databricks_aws_unity_catalog_assume_role_policy" "uc" {
  for_each       = toset(["some", "other"])
  aws_account_id = "123456789012"
  role_name      = each.key
  external_id    = databricks_storage_credential.uc[each.key].aws_iam_role[0].external_id
}

resource "aws_iam_role" "some" { # undecided: uc-role-self-assume
  name               = "some"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc["some"].json
  inline_policy {
    name = "itself"
    policy = jsonencode({
      Statement = [
        { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/some" },
        { Effect = "Deny", Action = "*", Resource = "*", Condition = { Bool = { "aws:ViaAWSService" = "true" } } },
      ]
    })
  }
}

resource "aws_iam_role" "other" {
  name               = "other"
  assume_role_policy = data.databricks_aws_unity_catalog_assume_role_policy.uc["other"].json
  inline_policy {
    name = "itself"
    policy = jsonencode({
      Statement = [
        { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::123456789012:role/other" },
        { Effect = "Deny", Action = "s3:DeleteBucket", Resource = "*" },
        { Effect = "Deny", Action = "sts:AssumeRole", NotResource = "arn:aws:iam::123456789012:role/other" },
      ]
    })
  }
}
