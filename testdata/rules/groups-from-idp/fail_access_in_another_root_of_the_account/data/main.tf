provider "databricks" {
  host       = "https://quay.cloud.databricks.com"
  account_id = "5d1f2c66-90ab-4cde-8f01-23456789abcd"
}

provider "databricks" {
  alias      = "other"
  host       = "https://lock.cloud.databricks.com"
  account_id = "6d1f2c66-90ab-4cde-8f01-23456789abcd"
}

resource "databricks_grant" "pilots" {
  catalog    = "berths"
  principal  = "pilots"
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "divers" {
  provider   = databricks.other
  catalog    = "berths"
  principal  = "divers"
  privileges = ["USE_CATALOG"]
}
