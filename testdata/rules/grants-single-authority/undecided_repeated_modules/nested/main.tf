module "inner" {
  source   = "../access"
  for_each = toset(["north"])

  area    = "fixed"
  landing = "lake.fixed.${each.key}"
}


resource "databricks_grants" "tables" {
  for_each = toset(["orders"])

  table = "lake.fixed.${each.key}" # undecided: grants-single-authority

  grant {
    principal  = "readers"
    privileges = ["SELECT"]
  }
}
