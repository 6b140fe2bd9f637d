terraform {
  required_providers {
    databricks = {
      source  = "databrickslabs/databricks"
      version = "0.4.4"
    }
  }
}

variable "account_id" {
  type = string
}

# The provider had another schema there, so this is a hint.
resource "databricks_mws_workspaces" "w" {
  account_id     = var.account_id
  workspace_name = "demo"
  location       = "europe-west1"

  cloud_resource_bucket { # expect: known-schema
    gcp {
      project_id = "p"
    }
  }
}

resource "databricks_katalog" "c" { # expect: known-schema
  name = "c"
}
