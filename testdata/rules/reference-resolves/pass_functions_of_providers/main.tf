terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.999"
    }
    time = {
      source = "hashicorp/time"
    }
  }
}

# A newer version may have some.
output "host" {
  value = provider::databricks::host()
}

output "time" {
  value = provider::time::rfc3339_parse("2026-01-01T00:00:00Z").year
}
