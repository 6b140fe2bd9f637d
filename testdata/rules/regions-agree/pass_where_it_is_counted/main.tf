variable "create" { type = bool }
resource "databricks_mws_network_connectivity_config" "n" {
  count  = var.create ? 1 : 0
  name   = "ncc"
  region = "eu-west-1"
}
resource "databricks_mws_workspaces" "w" {
  account_id                     = "00000000-0000-0000-0000-000000000001"
  workspace_name                 = "w"
  aws_region                     = "eu-west-1"
  network_connectivity_config_id = try(databricks_mws_network_connectivity_config.n[0].network_connectivity_config_id, null)
}
