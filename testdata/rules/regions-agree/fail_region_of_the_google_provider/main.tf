provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

provider "google" {
  project = "potter"
  region  = "us-central1"
}

data "google_client_config" "here" {}

resource "google_compute_subnetwork" "kiln" {
  name          = "kiln"
  network       = "kiln"
  ip_cidr_range = "10.8.0.0/20"
}

data "google_compute_subnetwork" "shared" {
  self_link = "https://www.googleapis.com/compute/v1/projects/potter/regions/europe-west1/subnetworks/shared"
}

resource "databricks_mws_networks" "right" {
  account_id   = "00000000-0000-0000-0000-000000000001"
  network_name = "right"

  gcp_network_info {
    network_project_id = "potter"
    vpc_id             = "kiln"
    subnet_id          = google_compute_subnetwork.kiln.name
    subnet_region      = google_compute_subnetwork.kiln.region
  }
}

resource "databricks_mws_workspaces" "right" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "right"
  location       = "us-central1"
  network_id     = databricks_mws_networks.right.network_id
}

resource "databricks_mws_networks" "wrong" {
  account_id   = "00000000-0000-0000-0000-000000000001"
  network_name = "wrong"

  gcp_network_info {
    network_project_id = "potter"
    vpc_id             = "kiln"
    subnet_id          = google_compute_subnetwork.kiln.name
    subnet_region      = google_compute_subnetwork.kiln.region
  }
}

resource "databricks_mws_workspaces" "wrong" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "wrong"
  location       = "europe-west1"
  network_id     = databricks_mws_networks.wrong.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "here" {
  account_id   = "00000000-0000-0000-0000-000000000001"
  network_name = "here"

  gcp_network_info {
    network_project_id = "potter"
    vpc_id             = "kiln"
    subnet_id          = google_compute_subnetwork.kiln.name
    subnet_region      = data.google_client_config.here.region
  }
}

resource "databricks_mws_workspaces" "here" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "here"
  location       = "europe-west1"
  network_id     = databricks_mws_networks.here.network_id # expect: regions-agree
}

resource "databricks_mws_networks" "shared" {
  account_id   = "00000000-0000-0000-0000-000000000001"
  network_name = "shared"

  gcp_network_info {
    network_project_id = "potter"
    vpc_id             = "kiln"
    subnet_id          = google_compute_subnetwork.kiln.name
    subnet_region      = data.google_compute_subnetwork.shared.region
  }
}

resource "databricks_mws_workspaces" "shared" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "shared"
  location       = "europe-west1"
  network_id     = databricks_mws_networks.shared.network_id # undecided: regions-agree
}

resource "google_compute_forwarding_rule" "kiln" {
  name       = "kiln"
  network    = "kiln"
  ip_address = "10.8.0.7"
  target     = "projects/potter/regions/us-central1/serviceAttachments/plproxy"
}

resource "databricks_mws_vpc_endpoint" "kiln" {
  account_id        = "00000000-0000-0000-0000-000000000001"
  vpc_endpoint_name = "kiln"

  gcp_vpc_endpoint_info {
    project_id        = "potter"
    psc_endpoint_name = google_compute_forwarding_rule.kiln.name
    endpoint_region   = google_compute_forwarding_rule.kiln.region
  }
}

resource "databricks_mws_networks" "endpoint" {
  account_id   = "00000000-0000-0000-0000-000000000001"
  network_name = "endpoint"

  gcp_network_info {
    network_project_id = "potter"
    vpc_id             = "kiln"
    subnet_id          = "kiln"
    subnet_region      = "europe-west1"
  }

  vpc_endpoints {
    dataplane_relay = [databricks_mws_vpc_endpoint.kiln.vpc_endpoint_id] # expect: regions-agree
    rest_api        = []
  }
}
