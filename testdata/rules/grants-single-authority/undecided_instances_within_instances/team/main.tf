variable "catalog" {
  type = string
}

variable "people" {
  type = set(string)
}

resource "databricks_grants" "person" {
  for_each = var.people
  catalog  = var.catalog # undecided: grants-single-authority
  grant {
    principal  = each.key
    privileges = ["USE_CATALOG"]
  }
}
