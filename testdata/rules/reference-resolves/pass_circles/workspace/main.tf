terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_group" "this" {
  display_name = "this"
}

output "url" {
  value = "https://${databricks_group.this.id}.cloud.databricks.com"
}
