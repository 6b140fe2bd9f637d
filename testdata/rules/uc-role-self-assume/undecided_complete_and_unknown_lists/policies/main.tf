variable "roles" {
  type = set(string)
}

data "databricks_aws_unity_catalog_policy" "apple" {
  aws_account_id = "210987654321"
  bucket_name    = "orchard-apple"
  role_name      = "apple"
}

resource "aws_iam_policy" "apple" {
  name   = "apple"
  policy = data.databricks_aws_unity_catalog_policy.apple.json
}

resource "aws_iam_policy_attachment" "apple" {
  name       = "apple"
  roles      = var.roles
  policy_arn = aws_iam_policy.apple.arn
}
