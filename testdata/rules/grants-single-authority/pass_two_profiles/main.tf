provider "databricks" {
  profile = "quay"
}

provider "databricks" {
  alias   = "office"
  profile = "pier"
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
