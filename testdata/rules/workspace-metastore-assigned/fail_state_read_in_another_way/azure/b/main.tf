data "terraform_remote_state" "kiln" {
  backend   = "azurerm"
  workspace = terraform.workspace
  config = {
    storage_account_name = "potter"
    container_name       = "states"
    key                  = "kiln"
    resource_group_name  = "yard"
    use_oidc             = true
    environment          = "public"
  }
}

resource "databricks_metastore_assignment" "again" {
  workspace_id = data.terraform_remote_state.kiln.outputs.azure # expect: workspace-metastore-assigned
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
