terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_directory" "bottles" {
  path = "/bottles"
}
