# A plan that failed: terraform writes the file all the same, with `errored` and only a part of the changes. It must
# not be judged (exit code 2).
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

resource "databricks_user" "planned" {
  user_name = "planned@example.com"
}

variable "catalog" {
  default = "prod_sales"
}

resource "databricks_schema" "refused" {
  catalog_name = var.catalog
  name         = "refused"

  lifecycle {
    precondition {
      condition     = startswith(var.catalog, "dev_")
      error_message = "This precondition fails, and the plan with it."
    }
  }
}
