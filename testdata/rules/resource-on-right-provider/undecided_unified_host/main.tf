# Without an id of a workspace, which the environment may set.
provider "databricks" {
  host       = "https://api.databricks.com"
  account_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_mws_network_connectivity_config" "eu" {
  name   = "ncc-eu"
  region = "eu-west-1"
}

resource "databricks_job" "etl" { # undecided: resource-on-right-provider
  name = "etl"
}

# A host of no known form.
provider "databricks" {
  alias = "own_name"
  host  = "https://lake.example.com"
}

resource "databricks_mws_network_connectivity_config" "own_name" {
  provider = databricks.own_name # undecided: resource-on-right-provider
  name     = "ncc"
  region   = "eu-west-1"
}

resource "databricks_job" "own_name" {
  provider = databricks.own_name
  name     = "own-name"
}
