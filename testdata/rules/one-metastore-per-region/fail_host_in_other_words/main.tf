provider "databricks" {
  alias = "a"
  host  = "https://dbc-44110.cloud.databricks.com"
}

provider "databricks" {
  alias = "b"
  host  = "dbc-44110.cloud.databricks.com"
}

provider "databricks" {
  alias = "c"
  host  = "https://DBC-44110.cloud.databricks.com/?o=12"
}

provider "databricks" {
  alias = "d"
  host  = "https://northeurope.azuredatabricks.net/?o=12"
}

provider "databricks" {
  alias = "e"
  host  = "https://northeurope.azuredatabricks.net/?o=13"
}

resource "databricks_metastore" "a" {
  provider = databricks.a

  name   = "a"
  region = "eu-west-1"
}

resource "databricks_metastore" "b" {
  provider = databricks.b

  name   = "b"
  region = "eu-west-1" # expect: one-metastore-per-region
}

resource "databricks_metastore" "c" {
  provider = databricks.c

  name   = "c"
  region = "eu-west-1" # expect: one-metastore-per-region
}

resource "databricks_metastore" "d" {
  provider = databricks.d

  name   = "d"
  region = "northeurope"
}

resource "databricks_metastore" "e" {
  provider = databricks.e

  name   = "e"
  region = "northeurope" # undecided: one-metastore-per-region
}
