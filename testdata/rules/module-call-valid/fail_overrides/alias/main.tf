terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.asked, databricks.own]
    }
  }
}

provider "databricks" {
  alias = "own"
  host  = "https://two.cloud.databricks.com"
}
