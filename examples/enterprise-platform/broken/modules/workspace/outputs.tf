output "workspace_id" {
  description = "Numeric id."
  value       = databricks_mws_workspaces.this.workspace_id
}

output "workspace_url" {
  description = "Host for a workspace-level provider."
  value       = databricks_mws_workspaces.this.workspace_url
}
