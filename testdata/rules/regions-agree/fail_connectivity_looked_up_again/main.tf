provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

data "databricks_mws_network_connectivity_config" "here" {
  name = "kiln"
}

resource "databricks_mws_network_connectivity_config" "glaze" {
  name   = "glaze"
  region = "us-east-1"
}

data "databricks_mws_network_connectivity_config" "glaze" {
  name = databricks_mws_network_connectivity_config.glaze.name
}

resource "databricks_mws_workspaces" "own" {
  account_id                     = "00000000-0000-0000-0000-000000000001"
  workspace_name                 = "own"
  aws_region                     = data.databricks_mws_network_connectivity_config.here.region
  network_connectivity_config_id = data.databricks_mws_network_connectivity_config.here.network_connectivity_config_id
}

resource "databricks_mws_workspaces" "open" {
  account_id                     = "00000000-0000-0000-0000-000000000001"
  workspace_name                 = "open"
  aws_region                     = "eu-west-1"
  network_connectivity_config_id = data.databricks_mws_network_connectivity_config.here.network_connectivity_config_id # undecided: regions-agree
}

resource "databricks_mws_workspaces" "glaze" {
  account_id                     = "00000000-0000-0000-0000-000000000001"
  workspace_name                 = "glaze"
  aws_region                     = "eu-west-1"
  network_connectivity_config_id = data.databricks_mws_network_connectivity_config.glaze.network_connectivity_config_id # expect: regions-agree
}

resource "databricks_mws_workspaces" "right" {
  account_id                     = "00000000-0000-0000-0000-000000000001"
  workspace_name                 = "right"
  aws_region                     = "us-east-1"
  network_connectivity_config_id = data.databricks_mws_network_connectivity_config.glaze.network_connectivity_config_id
}
