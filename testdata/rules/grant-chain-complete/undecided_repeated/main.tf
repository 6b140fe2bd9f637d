variable "catalogs" {
  type = set(string)
}

variable "others" {
  type = set(string)
}

resource "databricks_grants" "catalogs" {
  for_each = var.others
  catalog  = each.key

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "schemas" {
  for_each = var.catalogs
  schema   = "${each.key}.gold"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "too_little" {
  for_each = var.catalogs
  catalog  = "lake_${each.key}"

  grant {
    principal  = "loaders"
    privileges = ["USE_CATALOG", "MODIFY"] # undecided: grant-chain-complete
  }
}
