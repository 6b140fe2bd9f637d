terraform {
  required_providers {
    dbx = {
      source = "databricks/databricks"
    }
  }
}
