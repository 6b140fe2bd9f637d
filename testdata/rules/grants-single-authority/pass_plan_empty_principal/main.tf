# A user has no application id: the two blocks name the user and nobody.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

data "databricks_user" "analyst" {
  user_name = "analyst@example.com"
}

resource "databricks_grants" "c" {
  catalog = "c"
  grant {
    principal  = data.databricks_user.analyst.user_name
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = data.databricks_user.analyst.application_id
    privileges = ["BROWSE"]
  }
}
