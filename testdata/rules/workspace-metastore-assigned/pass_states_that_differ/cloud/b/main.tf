data "terraform_remote_state" "kiln" {
  backend = "azurerm"
  config = {
    storage_account_name = "potter"
    container_name       = "states"
    key                  = "kiln"
    environment          = "china"
  }
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.terraform_remote_state.kiln.outputs.cloud
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
