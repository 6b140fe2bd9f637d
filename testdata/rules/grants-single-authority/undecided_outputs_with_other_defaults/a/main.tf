# A state that has no such output yet gives each root something else.
data "terraform_remote_state" "zone" {
  backend = "gcs"

  config = {
    bucket = "cannery-state"
    prefix = "zone"
  }

  defaults = {
    catalog = "orders"
  }
}

provider "databricks" {
  host = "https://cannery.cloud.databricks.com"
}

resource "databricks_grants" "stock" {
  catalog = data.terraform_remote_state.zone.outputs.catalog

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}
