provider "databricks" {
  profile = "harbour"
}

provider "databricks" {
  alias   = "again"
  profile = "harbour"
}

provider "databricks" {
  alias   = "other"
  profile = "lock"
}

resource "databricks_metastore" "first" {
  name   = "first"
  region = "eu-west-1"
}

resource "databricks_metastore" "second" {
  provider = databricks.again
  name     = "second"
  region   = "eu-west-1" # expect: one-metastore-per-region
}

resource "databricks_metastore" "third" {
  provider = databricks.other
  name     = "third"
  region   = "us-east-1"
}
