terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

check "each" {
  data "databricks_group" "each" {
    for_each     = toset(["a"]) # expect: known-schema
    display_name = each.key
  }
  assert {
    condition     = data.databricks_group.each["a"].id != ""
    error_message = "It must be there."
  }
}

check "count" {
  data "databricks_group" "count" {
    count        = 1 # expect: known-schema
    display_name = "count"
    lifecycle { # expect: known-schema
      postcondition {
        condition     = self.id != ""
        error_message = "It must be there."
      }
    }
  }
  assert {
    condition     = data.databricks_group.count[0].id != ""
    error_message = "It must be there."
  }
}
