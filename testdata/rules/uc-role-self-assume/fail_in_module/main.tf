# A service credential, its role in a module, the ARN through an output; the policy allows another action.
module "role" {
  source = "./role"
  for_each = toset(["a", "b"])
  name   = each.key
}

resource "databricks_credential" "this" {
  for_each = module.role
  name     = each.key
  purpose  = "SERVICE"
  aws_iam_role {
    role_arn = each.value.arn
  }
}
