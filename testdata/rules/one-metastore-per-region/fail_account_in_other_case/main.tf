# The id of an account is the same in capitals.
provider "databricks" {
  alias      = "lower"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "1c2d3e4f-0000-4000-8000-00000000abcd"
}

provider "databricks" {
  alias      = "upper"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "1C2D3E4F-0000-4000-8000-00000000ABCD"
}

provider "databricks" {
  alias      = "other"
  host       = "https://accounts.cloud.databricks.com"
  account_id = "1c2d3e4f-0000-4000-8000-00000000abce"
}

resource "databricks_metastore" "north" {
  provider = databricks.lower
  name     = "north"
  region   = "eu-north-1"
}

resource "databricks_metastore" "north_again" {
  provider = databricks.upper
  name     = "north-again"
  region   = "eu-north-1" # expect: one-metastore-per-region
}

resource "databricks_metastore" "north_of_another" {
  provider = databricks.other
  name     = "north"
  region   = "eu-north-1"
}
