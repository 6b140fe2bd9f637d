# One block of three does not parse. The others are read and checked, the exit code is 2.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://acme-dev.cloud.databricks.com"
}

resource "databricks_schema" "before" {
  catalog_name = "dev_broken"
  name         = "before"
}

resource "databricks_schema" "faulty" {
  catalog_name = "dev_broken"
  name         = = "faulty"
}

resource "databricks_user" "after" { # expect: users-from-idp
  user_name = "after@example.com"
}
