variable "more" {
  type = set(string)
}

variable "members" {
  type = map(object({ group = string, rights = list(string) }))
}

variable "names" {
  type = list(string)
}

variable "owner" {
  type = string
}

variable "deputy" {
  type = string
}

resource "databricks_grants" "beside_a_literal" {
  catalog = "one"

  dynamic "grant" {
    for_each = var.more

    content {
      principal  = grant.value # undecided: grants-single-authority
      privileges = ["BROWSE"]
    }
  }
  grant {
    principal  = "stewards"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "auditors"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "among_themselves" {
  catalog = "two"

  dynamic "grant" {
    for_each = var.members

    content {
      principal  = grant.value.group # undecided: grants-single-authority
      privileges = grant.value.rights
    }
  }
}

resource "databricks_grants" "one_principal" {
  catalog = "three"

  dynamic "grant" {
    for_each = var.more
    iterator = right

    content {
      principal  = "stewards" # undecided: grants-single-authority
      privileges = [right.value]
    }
  }
}

resource "databricks_grants" "two_dynamics" {
  catalog = "four"

  dynamic "grant" {
    for_each = var.more

    content {
      principal  = grant.value
      privileges = ["BROWSE"]
    }
  }
  dynamic "grant" {
    for_each = var.names

    content {
      principal  = grant.value # undecided: grants-single-authority
      privileges = ["USE_CATALOG"]
    }
  }
}

resource "databricks_grants" "two_unknowns" {
  catalog = "five"

  grant {
    principal  = var.owner
    privileges = ["MANAGE"]
  }
  grant {
    principal  = var.deputy # undecided: grants-single-authority
    privileges = ["BROWSE"]
  }
  grant {
    principal  = "stewards"
    privileges = ["USE_CATALOG"]
  }
}
