data "terraform_remote_state" "landing_zone" {
  backend = "azurerm"

  config = {
    storage_account_name = "insurerstate"
    container_name       = "tfstate"
    key                  = "landing-zone.tfstate"
  }
}

locals {
  zone = data.terraform_remote_state.landing_zone.outputs
}

provider "databricks" {
  host = local.zone.workspaces["shared"].url
}

resource "databricks_grants" "reference" {
  schema = "${local.zone.catalog}.reference"

  grant {
    principal  = "claims"
    privileges = ["USE_SCHEMA"]
  }
}
