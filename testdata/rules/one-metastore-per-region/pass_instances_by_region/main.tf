variable "regions" {
  type = set(string)
}

provider "databricks" {
  alias      = "a"
  account_id = "11111111-2222-3333-4444-555555555555"
}

provider "databricks" {
  alias      = "b"
  account_id = "22222222-2222-3333-4444-555555555555"
}

provider "databricks" {
  alias      = "c"
  account_id = "33333333-2222-3333-4444-555555555555"
}

resource "databricks_metastore" "key" {
  provider = databricks.a
  for_each = var.regions
  name     = "main-${each.key}"
  region   = each.key
}

resource "databricks_metastore" "value" {
  provider = databricks.b
  for_each = var.regions
  name     = "main-${each.value}"
  region   = each.value
}

module "metastore" {
  source    = "./metastore"
  for_each  = var.regions
  region    = each.key
  providers = { databricks = databricks.c }
}
