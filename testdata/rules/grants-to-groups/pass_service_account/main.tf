terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "project" {
  type = string
}

resource "databricks_grants" "c" {
  catalog = "main"
  grant {
    principal  = "deployer@example-project.iam.gserviceaccount.com"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "deployer@${var.project}.iam.gserviceaccount.com"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "1234567890-compute@developer.gserviceaccount.com"
    privileges = ["USE_CATALOG"]
  }
}
