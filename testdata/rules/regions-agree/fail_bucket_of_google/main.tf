resource "google_storage_bucket" "far" {
  name     = "northwind-far"
  location = "US-CENTRAL1"
}

resource "google_storage_bucket" "near" {
  name     = "northwind-near"
  location = "EUROPE-WEST1"
}

# Not in one region.
resource "google_storage_bucket" "wide" {
  name     = "northwind-wide"
  location = "EU"
}

data "google_storage_bucket" "given" {
  name = "northwind-given"
}

resource "databricks_metastore" "far" {
  name         = "far"
  region       = "europe-west1"
  storage_root = "gs://${google_storage_bucket.far.name}/root" # expect: regions-agree
}

resource "databricks_metastore" "near" {
  name         = "near"
  region       = "europe-west1"
  storage_root = "gs://${google_storage_bucket.near.name}"
}

resource "databricks_metastore" "wide" {
  name         = "wide"
  region       = "europe-west1"
  storage_root = "gs://${google_storage_bucket.wide.name}"
}

resource "databricks_metastore" "given" {
  name         = "given"
  region       = "europe-west1"
  storage_root = "gs://${data.google_storage_bucket.given.name}"
}
