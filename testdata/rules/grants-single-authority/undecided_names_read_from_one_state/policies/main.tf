data "terraform_remote_state" "landing_zone" {
  backend = "azurerm"

  config = {
    storage_account_name = "insurerstate"
    container_name       = "tfstate"
    key                  = "landing-zone.tfstate"
  }
}

provider "databricks" {
  host = data.terraform_remote_state.landing_zone.outputs.workspaces["shared"].url
}

resource "databricks_grants" "reference" {
  schema = "${data.terraform_remote_state.landing_zone.outputs.catalogs["policies"]}.reference" # undecided: grants-single-authority

  grant {
    principal  = "policies"
    privileges = ["USE_SCHEMA"]
  }
}
