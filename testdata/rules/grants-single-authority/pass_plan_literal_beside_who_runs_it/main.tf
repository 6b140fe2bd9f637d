terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.126"
    }
  }
}

provider "databricks" {
  host  = "https://ds11.cloud.databricks.com"
  token = "x"
}

data "databricks_current_user" "me" {}

resource "databricks_grants" "s" {
  schema = "c.s"
  grant {
    principal  = "analyst@example.com"
    privileges = ["USE_SCHEMA"]
  }
  grant {
    principal  = data.databricks_current_user.me.user_name
    privileges = ["ALL_PRIVILEGES"]
  }
}
