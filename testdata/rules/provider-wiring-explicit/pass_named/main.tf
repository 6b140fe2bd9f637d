terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "1.128.0"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

provider "databricks" {
  alias = "account"
  host  = "https://accounts.cloud.databricks.com"
}

# The one without an alias can be named too.
data "databricks_group" "engineers" {
  provider     = databricks
  display_name = "engineers"
}

data "databricks_group" "everybody" {
  provider     = databricks.account
  display_name = "everybody"
}

module "team" {
  source = "./team"
  name   = "a"
}
