locals {
  sps    = toset(["etl", "bi"])
  grants = { one = "etl", two = "etl" }
}
module "sp" {
  source   = "./sp"
  for_each = local.sps
  name     = each.key
}
resource "databricks_grant" "g" {
  for_each   = local.grants
  catalog    = "main" # expect: grants-single-authority
  principal  = module.sp[each.value].app
  privileges = ["USE_CATALOG"]
}
