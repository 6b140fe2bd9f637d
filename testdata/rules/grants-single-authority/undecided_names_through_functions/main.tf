variable "workspace" {
  type = string
}

# A hyphen in the name would tell them apart.
resource "databricks_grants" "underscore" {
  catalog = replace("acme${var.workspace}", "-", "_") # undecided: grants-single-authority

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "dot" {
  catalog = replace("acme${var.workspace}", "-", ".")

  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}

# The name itself may stand at either place.
resource "databricks_grants" "first" {
  schema = "sorted.${sort([var.workspace, "m"])[0]}"

  grant {
    principal  = "a"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "second" {
  schema = "sorted.${sort([var.workspace, "m"])[1]}" # undecided: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_SCHEMA"]
  }
}
