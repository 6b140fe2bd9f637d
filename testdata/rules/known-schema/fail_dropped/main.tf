# Only what stands at the top is dropped, and only what is not made by a `dynamic` block.
resource "databricks_job" "inside" {
  name = "inside"
  task {
    task_key = "main"
    nickname = "m" # expect: known-schema
  }
  queue "labelled" { # expect: known-schema
    enabled = true
  }
}

resource "databricks_job" "dynamic" {
  name = "dynamic"
}

resource "databricks_schema" "other" {
  name         = "other"
  catalog_name = "main"
  nickname     = "o" # expect: known-schema
}
