terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "admins" {
  type    = string
  default = ""
}

resource "databricks_grants" "c" {
  catalog = "main"
  grant {
    principal  = var.admins # undecided: grants-to-groups
    privileges = ["USE_CATALOG"]
  }
}
