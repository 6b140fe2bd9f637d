variable "accounts" {
  type = map(string)
  default = {
    a = "00000000-0000-0000-0000-000000000001"
    b = "00000000-0000-0000-0000-000000000002"
  }
}

provider "databricks" {
  alias      = "by"
  for_each   = var.accounts
  host       = "https://accounts.cloud.databricks.com"
  account_id = each.value
}

resource "databricks_metastore" "this" {
  for_each = var.accounts
  provider = databricks.by[each.key]
  name     = each.key
  region   = "us-east-1"
}
