provider "databricks" {
  alias      = "dev"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "databricks" {
  alias      = "prod"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000002"
}

module "dev" {
  source    = "./metastore"
  providers = { databricks = databricks.dev }
}

module "prod" {
  source    = "./metastore"
  providers = { databricks = databricks.prod }
}
