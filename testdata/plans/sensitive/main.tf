# Sensitive values stand in the plan in clear text. None of these texts may appear in any output: s3cr3t-token,
# s3cr3t-password, contractor@example.com.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host  = "https://acme-prod.cloud.databricks.com"
  token = var.token
}

variable "token" {
  type      = string
  sensitive = true
  default   = "s3cr3t-token"
}

variable "password" {
  type      = string
  sensitive = true
  default   = "s3cr3t-password"
}

variable "contractor" {
  type      = string
  sensitive = true
  default   = "contractor@example.com"
}

resource "databricks_secret_scope" "erp" {
  name = "erp"
}

# Sensitive by the provider's schema, and by its value.
resource "databricks_secret" "password" {
  scope        = databricks_secret_scope.erp.name
  key          = "password"
  string_value = var.password
}

resource "databricks_grants" "sales" {
  catalog = "prod_sales"

  grant {
    principal  = var.contractor # expect: grants-to-groups
    privileges = ["USE_CATALOG"]
  }
}

# A list with one sensitive element, and a map made sensitive as a whole.
resource "terraform_data" "mixed" {
  input = {
    list = ["open", var.password]
    map  = sensitive({ password = var.password })
  }
}

output "contractor" {
  value     = var.contractor
  sensitive = true
}
