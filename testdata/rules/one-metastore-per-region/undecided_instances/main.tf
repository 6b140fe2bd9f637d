variable "teams" {
  type = map(object({ region = string }))
}

variable "names" {
  type = set(string)
}

variable "region" {
  type = string
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

resource "databricks_metastore" "each" {
  provider = databricks.a
  for_each = var.teams
  name     = each.key
  region   = each.value.region # undecided: one-metastore-per-region
}

resource "databricks_metastore" "one_region" {
  provider = databricks.b
  for_each = var.names
  name     = each.key
  region   = var.region # undecided: one-metastore-per-region
}

module "metastore" {
  source    = "./metastore"
  for_each  = var.names
  name      = each.key
  providers = { databricks = databricks.c }
}
