# Uses nothing of Databricks but what is computed from arguments alone.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "name" {
  type = string
}

data "databricks_aws_assume_role_policy" "this" {
  external_id = var.name
}

output "policy" {
  value = data.databricks_aws_assume_role_policy.this.json
}
