resource "google_storage_bucket" "south" {
  name     = "orchard-south"
  location = "AUSTRALIA-SOUTHEAST1"
}

resource "google_storage_bucket" "north" {
  name     = "orchard-north"
  location = "EUROPE-NORTH1"
}

resource "databricks_metastore" "north_in_the_south" {
  name         = "orchard"
  region       = "europe-north1"
  storage_root = "${google_storage_bucket.south.url}/catalogs" # expect: regions-agree
}

resource "databricks_metastore" "north" {
  name         = "orchard-north"
  region       = "europe-north1"
  storage_root = format("%s/%s", google_storage_bucket.north.url, "catalogs")
}

# Another bucket, whose name begins like that.
resource "databricks_metastore" "beside" {
  name         = "orchard-beside"
  region       = "europe-north1"
  storage_root = "${google_storage_bucket.south.url}-old/catalogs" # undecided: regions-agree
}

resource "azurerm_storage_account" "pears" {
  name     = "orchardpears"
  location = "Norway East"
}

resource "databricks_metastore" "pears_elsewhere" {
  name         = "pears-elsewhere"
  region       = "swedencentral"
  storage_root = "abfss://catalogs@${azurerm_storage_account.pears.primary_dfs_host}/all" # expect: regions-agree
}

resource "databricks_metastore" "pears" {
  name         = "pears"
  region       = "norwayeast"
  storage_root = "abfss://catalogs@${azurerm_storage_account.pears.primary_dfs_host}/"
}
