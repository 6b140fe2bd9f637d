resource "databricks_grants" "manifests" {
  catalog = "manifests"

  dynamic "grant" {
    for_each = split(",", "dockers, ")

    content {
      principal  = grant.value # undecided: grants-to-groups
      privileges = ["USE_CATALOG"]
    }
  }
}
