resource "databricks_job" "inside" {
  description = "changed"
}

resource "databricks_job" "dynamic" {
  dynamic "notes" { # expect: known-schema
    for_each = ["none"]
    content {}
  }
}
