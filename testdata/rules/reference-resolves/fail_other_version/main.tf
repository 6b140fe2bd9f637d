terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.999"
    }
  }
}

# A newer provider may have these attributes.
resource "databricks_job" "etl" {
  name = "etl"

  lifecycle {
    ignore_changes = [new_name] # expect: reference-resolves
    postcondition {
      condition     = self.new_url != "" # expect: reference-resolves
      error_message = "no url"
    }
  }
}

# What hangs on the types that it gives to attributes may differ too.
output "first" {
  value = databricks_job.etl.name[0] # expect: reference-resolves
}

# Terraform itself does not change with it.
output "settings" {
  value = { a = 1 }.b # expect: reference-resolves
}
