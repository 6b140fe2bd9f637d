# Whole modules for each entry of a file and for each file, neither of which a plan file carries.
terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}

provider "databricks" {
  host          = "https://accounts.cloud.databricks.com"
  account_id    = "00000000-0000-0000-0000-000000000001"
  client_id     = "made-up"
  client_secret = "made-up"
}

module "ws" {
  source   = "./ws"
  for_each = yamldecode(file("${path.module}/workspaces.yaml"))
  name     = each.key
  region   = each.value
}

module "lab" {
  source   = "./ws"
  for_each = fileset(path.module, "*.yaml")
  name     = each.value
  region   = "us-east-1"
}

resource "databricks_metastore_assignment" "third" {
  for_each     = yamldecode(file("${path.module}/workspaces.yaml"))
  workspace_id = module.ws[each.key].id
  metastore_id = "11111111-0000-0000-0000-000000000002"
}
