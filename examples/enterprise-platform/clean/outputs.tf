output "workspace_urls" {
  description = "Where each workspace is reached."
  value = merge(
    { for env, w in module.workspace_eu : env => w.workspace_url },
    { prod-us = module.workspace_us.workspace_url },
  )
}

output "metastore_ids" {
  description = "Metastores by short region name."
  value       = { for name, m in databricks_metastore.this : name => m.id }
}
