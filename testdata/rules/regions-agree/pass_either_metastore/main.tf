# Whichever metastore is used, it is one of the region; a null region block; an Azure workspace.
variable "existing" {
  type = bool
}

resource "databricks_metastore" "this" {
  count  = var.existing ? 0 : 1
  name   = "main"
  region = "us-east-1"
}

data "databricks_metastore" "this" {
  count  = var.existing ? 1 : 0
  region = "us-east-1"
}

resource "databricks_mws_workspaces" "prod" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "prod"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "prod" {
  workspace_id = databricks_mws_workspaces.prod.workspace_id
  metastore_id = var.existing ? data.databricks_metastore.this[0].id : databricks_metastore.this[0].id
}

resource "azurerm_databricks_workspace" "azure" {
  name                = "azure"
  location            = "West Europe"
  resource_group_name = "data"
  sku                 = "premium"
}

resource "databricks_metastore" "azure" {
  name   = "azure"
  region = "northeurope"
}

resource "databricks_metastore_assignment" "azure" {
  workspace_id = azurerm_databricks_workspace.azure.workspace_id
  metastore_id = databricks_metastore.azure.id
}
