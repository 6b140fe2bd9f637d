terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

output "host" {
  value = provider::databricks::host() # expect: reference-resolves
}

output "undeclared" {
  value = provider::time::now() # expect: reference-resolves
}
