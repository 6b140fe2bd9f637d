data "terraform_remote_state" "zone" {
  backend = "gcs"

  config = {
    bucket = "cannery-state"
    prefix = "zone"
  }
}

provider "databricks" {
  host = "https://${data.terraform_remote_state.zone.outputs.name}.cloud.databricks.com"
}

resource "databricks_grants" "stock" {
  catalog = data.terraform_remote_state.zone.outputs.catalogs["stock"]

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}
