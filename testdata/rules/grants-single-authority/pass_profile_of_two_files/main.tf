provider "databricks" {
  config_file = "~/north.cfg"
  profile     = "quay"
}

provider "databricks" {
  alias       = "office"
  config_file = "~/south.cfg"
  profile     = "quay"
}

resource "databricks_grants" "crews" {
  provider = databricks
  catalog  = "berths"

  grant {
    principal  = "crews"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "pilots" {
  provider = databricks.office
  catalog  = "berths"

  grant {
    principal  = "pilots"
    privileges = ["USE_CATALOG"]
  }
}
