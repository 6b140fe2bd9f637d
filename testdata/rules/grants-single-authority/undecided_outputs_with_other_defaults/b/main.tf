# A state that has no such output yet gives each root something else.
data "terraform_remote_state" "zone" {
  backend = "gcs"

  config = {
    bucket = "cannery-state"
    prefix = "zone"
  }

  defaults = {
    catalog = "lab"
  }
}

provider "databricks" {
  host = "https://cannery.cloud.databricks.com"
}

resource "databricks_grants" "stock" {
  catalog = data.terraform_remote_state.zone.outputs.catalog # undecided: grants-single-authority

  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}
