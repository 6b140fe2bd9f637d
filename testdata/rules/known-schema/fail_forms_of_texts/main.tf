locals {
  subnets = ["subnet-1"]
}

resource "databricks_repo" "ssh" {
  url = "git@github.com:acme/etl.git" # expect: known-schema
}

resource "databricks_repo" "deep" {
  url  = "https://github.com/acme/etl.git"
  path = "/Repos/platform/prod/etl" # expect: known-schema
}

resource "databricks_repo" "blank" {
  url    = "https://github.com/acme/etl.git"
  path   = "/Repos/platform/etl"
  branch = " " # expect: known-schema
}

# What should have been put into base64.
resource "databricks_notebook" "plain" {
  path           = "/Shared/etl"
  language       = "PYTHON"
  content_base64 = file("${path.module}/etl.py") # expect: known-schema
}

resource "databricks_notebook" "encoded" {
  path           = "/Shared/etl"
  language       = "PYTHON"
  content_base64 = filebase64("${path.module}/etl.py")
}

resource "databricks_secret_scope" "space" {
  name = "data platform" # expect: known-schema
}

resource "databricks_secret" "letters" {
  scope        = "größe" # expect: known-schema
  key          = "token/x"
  string_value = "x"
}

# Each element is one.
resource "databricks_ip_access_list" "bits" {
  label        = "office"
  list_type    = "ALLOW"
  ip_addresses = ["10.0.0.1", "10.20.30.0/33"] # expect: known-schema
}

resource "databricks_ip_access_list" "right" {
  label        = "office"
  list_type    = "ALLOW"
  ip_addresses = ["10.0.0.1", "10.20.30.0/24"]
}

data "databricks_aws_bucket_policy" "underscore" {
  bucket = "acme_lakehouse_root" # expect: known-schema
}

data "databricks_aws_bucket_policy" "dots" {
  bucket = "acme.lakehouse-root"
}

resource "databricks_budget" "empty" {
  display_name = "" # expect: known-schema
}

# So many elements.
resource "databricks_mws_networks" "one" {
  account_id         = "x"
  network_name       = "abcd"
  security_group_ids = [] # expect: known-schema
  subnet_ids         = local.subnets # expect: known-schema
  vpc_id             = "v"
}

resource "databricks_mws_networks" "two" {
  account_id         = "x"
  network_name       = "abcd"
  security_group_ids = ["sg-1"]
  subnet_ids         = concat(local.subnets, ["subnet-2"])
  vpc_id             = "v"
}

resource "databricks_dbfs_file" "scheme" {
  path           = "dbfs:/FileStore/app.jar" # expect: known-schema
  content_base64 = "YQ=="
}

resource "databricks_file" "volume" {
  path           = "Volumes/main/raw/files/a.txt" # expect: known-schema
  content_base64 = "YQ=="
}

resource "databricks_workspace_file" "slashes" {
  path           = "/Shared//a.txt" # expect: known-schema
  content_base64 = "YQ=="
}

resource "databricks_azure_blob_mount" "directory" {
  container_name       = "c"
  storage_account_name = "s"
  mount_name           = "m"
  auth_type            = "ACCESS_KEY"
  token_secret_scope   = "s"
  token_secret_key     = "k"
  directory            = "raw" # expect: known-schema
}

resource "databricks_repo" "port" {
  url = "https://git.example.com:80a/team/repo" # expect: known-schema
}

data "databricks_aws_bucket_policy" "capitals" {
  bucket = "My-Bucket" # expect: known-schema
}

resource "databricks_ip_access_list" "mapped" {
  label        = "vpn"
  list_type    = "ALLOW"
  ip_addresses = ["::ffff:1.2.3.4"]
}

resource "databricks_secret_uc" "date" {
  name         = "date"
  catalog_name = "main"
  schema_name  = "app"
  value        = "x"
  expire_time  = "2026-12-31" # expect: known-schema
}

resource "databricks_secret_uc" "time" {
  name         = "time"
  catalog_name = "main"
  schema_name  = "app"
  value        = "x"
  expire_time  = "2026-12-31T00:00:00Z"
}
