# One key of the call is gone; the block and its `prevent_destroy` are still there, and Terraform refuses to apply the plan.
module "region" {
  source   = "./region"
  for_each = toset(["eu"])
  name     = each.key
}
