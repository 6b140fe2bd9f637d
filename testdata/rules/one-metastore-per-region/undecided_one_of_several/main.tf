variable "key" {
  type = string
}

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

resource "databricks_metastore" "a" {
  provider = databricks.by["a"]
  name     = "a"
  region   = "us-east-1"
}

resource "databricks_metastore" "b" {
  provider = databricks.by[var.key]
  name     = "b"
  region   = "us-east-1" # undecided: one-metastore-per-region
}
