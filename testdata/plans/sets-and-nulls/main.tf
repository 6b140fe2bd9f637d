# Elements of sets come out of a plan in another order than they stand in the source; unknown elements of a list
# are null, and only after_unknown tells them from null.
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

resource "terraform_data" "late" {
  input = "data-engineers"
}

resource "databricks_grants" "sales" {
  catalog = "prod_sales"

  grant {
    principal  = "zulu"
    privileges = ["USE_SCHEMA", "SELECT", "USE_CATALOG"]
  }
  grant {
    principal  = "alpha"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = terraform_data.late.output
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_cluster_policy" "nulls" {
  name        = "nulls"
  definition  = jsonencode({ autotermination_minutes = { type = "fixed", value = 20 } })
  description = null
}

resource "terraform_data" "list" {
  input = ["a", null, terraform_data.late.output]
}
