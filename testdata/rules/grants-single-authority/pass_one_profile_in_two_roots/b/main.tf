provider "databricks" {
  profile = "quay"
}

resource "databricks_grants" "all" {
  catalog = "berths"

  grant {
    principal  = "crews"
    privileges = ["USE_CATALOG"]
  }
}
