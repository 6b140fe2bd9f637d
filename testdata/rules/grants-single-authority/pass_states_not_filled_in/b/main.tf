data "terraform_remote_state" "zone" {
  backend = "s3"

  config = {
    bucket = "cannery-state"
    key    = "<path of the landing zone>"
    region = "eu-north-1"
  }
}

provider "databricks" {
  host = data.terraform_remote_state.zone.outputs.host
}

resource "databricks_grants" "stock" {
  catalog = "stock"

  grant {
    principal  = "b"
    privileges = ["USE_CATALOG"]
  }
}
