variable "more" {
  type = set(string)
}

variable "members" {
  type = map(object({ rights = list(string) }))
}

variable "names" {
  type = list(string)
}

resource "databricks_grants" "by_element" {
  catalog = "one"

  dynamic "grant" {
    for_each = var.more

    content {
      principal  = "team-${grant.value}"
      privileges = ["BROWSE", upper("${grant.value}_x")]
    }
  }
  grant {
    principal  = "stewards"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "by_key" {
  catalog = "two"

  dynamic "grant" {
    for_each = var.members

    content {
      principal  = grant.key
      privileges = grant.value.rights
    }
  }
}

resource "databricks_grants" "equal_blocks" {
  catalog = "three"

  dynamic "grant" {
    for_each = var.names

    content {
      principal  = grant.value
      privileges = ["BROWSE"]
    }
  }
  grant {
    principal  = "stewards"
    privileges = ["browse"]
  }
}
