# Buckets of other clouds are not judged; a GCP network names its region.
resource "google_storage_bucket" "root" {
  name     = "acme-root"
  location = "EU"
}

resource "databricks_metastore" "main" {
  name         = "main"
  region       = "europe-west1"
  storage_root = "gs://${google_storage_bucket.root.id}"
}

resource "databricks_mws_networks" "main" {
  account_id   = "00000000-0000-0000-0000-000000000001"
  network_name = "main"

  gcp_network_info {
    network_project_id = "acme"
    vpc_id             = "main"
    subnet_id          = "main"
    subnet_region      = "europe-west1"
  }
}

resource "databricks_mws_workspaces" "main" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "main"
  location       = "europe-west1"
  network_id     = databricks_mws_networks.main.network_id
}

resource "databricks_metastore_assignment" "main" {
  workspace_id = databricks_mws_workspaces.main.workspace_id
  metastore_id = databricks_metastore.main.id
}
