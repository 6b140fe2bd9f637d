output "url" {
  description = "Where a catalog may keep its managed tables."
  value       = "${databricks_external_location.this.url}managed"
}

output "external_location" {
  value = databricks_external_location.this.name
}
