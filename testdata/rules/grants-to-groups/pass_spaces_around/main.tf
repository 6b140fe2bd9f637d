resource "databricks_grants" "manifests" {
  catalog = "manifests"

  dynamic "grant" {
    for_each = split(",", "dockers, crane crews, 3d1f2c66-90ab-4cde-8f01-23456789abcd")

    content {
      principal  = grant.value
      privileges = ["USE_CATALOG"]
    }
  }
  grant {
    principal  = "account users\n"
    privileges = ["BROWSE"]
  }
}
