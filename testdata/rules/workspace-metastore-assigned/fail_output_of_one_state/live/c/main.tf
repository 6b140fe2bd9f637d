data "terraform_remote_state" "shop" {
  backend = "local"
  config = {
    path = "../shop/terraform.tfstate"
  }
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.terraform_remote_state.shop.outputs.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
