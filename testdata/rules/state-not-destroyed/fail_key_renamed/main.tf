# The key "eu" became "emea" without a `moved` block: the schema is destroyed and made again, empty.
resource "databricks_schema" "region" { # expect: state-not-destroyed
  for_each = { emea = "eu", us = "us" }

  catalog_name  = "main"
  name          = each.value
  force_destroy = true
}
