# one configuration on a unified host
provider "databricks" {
  host         = "https://api.databricks.com"
  account_id   = "11111111-2222-3333-4444-555555555555"
  workspace_id = "1234567890123456"
}
resource "databricks_mws_network_connectivity_config" "eu" {
  name   = "ncc-eu"
  region = "eu-west-1"
}
resource "databricks_group" "readers" {
  display_name = "readers"
  external_id  = "1"
  api          = "account"
}
resource "databricks_job" "etl" {
  name = "etl"
}

# A resource can name its workspace itself.
provider "databricks" {
  alias      = "named"
  host       = "https://acme.databricks.com/"
  account_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_mws_network_connectivity_config" "us" {
  provider = databricks.named
  name     = "ncc-us"
  region   = "us-east-1"
}

resource "databricks_job" "load" {
  provider = databricks.named
  name     = "load"

  provider_config {
    workspace_id = "1234567890123456"
  }
}

# The name that somebody gave a workspace.
provider "databricks" {
  alias = "own_name"
  host  = "https://lake.example.com"
}

resource "databricks_job" "own_name" {
  provider = databricks.own_name
  name     = "own-name"
}
