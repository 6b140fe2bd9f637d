terraform {
  backend "s3" {
  }
}

# Where the state is, `PG_CONN_STR` says, in each root for itself.
data "terraform_remote_state" "shop" {
  backend = "pg"
}

resource "databricks_metastore_assignment" "this" {
  workspace_id = data.terraform_remote_state.shop.outputs.workspace_id
  metastore_id = "11111111-2222-3333-4444-555555555555"
}
