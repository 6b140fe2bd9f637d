terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

check "owner" {
  data "databricks_user" "owner" { # expect: provider-wiring-explicit
    user_name = "owner@example.com"
  }
  assert {
    condition     = data.databricks_user.owner.id != ""
    error_message = "nobody owns it"
  }
}
