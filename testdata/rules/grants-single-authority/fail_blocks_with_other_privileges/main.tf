resource "databricks_grants" "subset" {
  schema = "main.raw"

  grant {
    principal  = "readers"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
  grant {
    principal  = "Readers" # expect: grants-single-authority
    privileges = ["SELECT"]
  }
}

variable "more" {
  type = list(string)
}

resource "databricks_grants" "open" {
  catalog = "main"

  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
  grant {
    principal  = "readers" # undecided: grants-single-authority
    privileges = var.more
  }
}

resource "databricks_grants" "open_and_other" {
  catalog = "raw"

  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
  grant {
    principal  = "readers" # expect: grants-single-authority
    privileges = concat(["SELECT"], [var.more[0]])
  }
}

# Both of the first two count, and the third is one of them.
resource "databricks_grants" "spelled" {
  catalog = "spelled"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "Analysts" # expect: grants-single-authority
    privileges = ["USE_SCHEMA"]
  }
  grant {
    principal  = "Analysts" # expect: grants-single-authority
    privileges = ["SELECT"]
  }
}
