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
