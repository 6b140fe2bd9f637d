# A set holds what is equal once: principals without regard to case, privileges without regard to order and spelling.
resource "databricks_grants" "spelling" {
  schema = "main.raw"

  grant {
    principal  = "Readers"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
  grant {
    principal  = "readers"
    privileges = ["select", "use schema", "SELECT"]
  }
}

data "databricks_group" "auditors" {
  display_name = "auditors"
}

variable "teams" {
  type    = list(string)
  default = ["auditors", "support", "support"]
}

resource "databricks_grants" "by_reference" {
  catalog = "main"

  grant {
    principal  = data.databricks_group.auditors.display_name
    privileges = ["BROWSE"]
  }
  dynamic "grant" {
    for_each = var.teams

    content {
      principal  = grant.value
      privileges = ["BROWSE"]
    }
  }
}
