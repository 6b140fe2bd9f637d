# An id beside the address of a workspace makes no account of it.
provider "databricks" {
  host         = "https://acme.cloud.databricks.com"
  account_id   = "11111111-2222-3333-4444-555555555555"
  workspace_id = "1234567890123456"
}

resource "databricks_mws_network_connectivity_config" "aws" { # expect: resource-on-right-provider
  name   = "ncc"
  region = "eu-west-1"
}

variable "id" {
  type = string
}

provider "databricks" {
  alias = "azure"
  host  = "https://adb-${var.id}.azuredatabricks.net/"
}

resource "databricks_mws_network_connectivity_config" "azure" {
  provider = databricks.azure # expect: resource-on-right-provider
  name     = "ncc"
  region   = "westeurope"
}

provider "databricks" {
  alias = "gcp"
  host  = "https://acme-${var.id}.gcp.databricks.com"
}

resource "databricks_mws_network_connectivity_config" "gcp" {
  provider = databricks.gcp # expect: resource-on-right-provider
  name     = "ncc"
  region   = "europe-west1"
}
