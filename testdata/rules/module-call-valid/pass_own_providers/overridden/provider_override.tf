provider "databricks" {}
