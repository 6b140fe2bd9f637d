# The pipeline signs in as a service principal (OAuth); its credentials are in the environment, never here.
provider "databricks" {
  host = var.workspace_host
}
