# The workspace is assigned by one of two, and Azure assigns its own.
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

resource "databricks_metastore_assignment" "old" {
  count        = var.existing ? 1 : 0
  workspace_id = databricks_mws_workspaces.prod.workspace_id
  metastore_id = data.databricks_metastore.this[0].id
}

resource "databricks_metastore_assignment" "new" {
  count        = var.existing ? 0 : 1
  workspace_id = databricks_mws_workspaces.prod.workspace_id
  metastore_id = databricks_metastore.this[0].id
}

resource "azurerm_databricks_workspace" "azure" {
  name                = "azure"
  location            = "westeurope"
  resource_group_name = "data"
  sku                 = "premium"
}

resource "databricks_metastore_assignment" "azure" {
  workspace_id = azurerm_databricks_workspace.azure.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}

resource "azapi_resource" "serverless" {
  type = "Microsoft.Databricks/workspaces@2025-10-01-preview"
  name = "serverless"
}

resource "databricks_metastore_assignment" "serverless" {
  workspace_id = azapi_resource.serverless.output.properties.workspaceId
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
