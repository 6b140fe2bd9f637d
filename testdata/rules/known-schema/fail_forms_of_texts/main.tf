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
