# What a unit names as its source.
variable "bucket" {
  type    = string
  default = "acme-root"
}

resource "databricks_mws_storage_configurations" "root" {
  provider                   = databricks.account
  account_id                 = var.account_id     # undecided: reference-resolves
  storage_configuration_name = "root"
  bucket_name                = var.bucket
}

# What is declared is known.
resource "databricks_mws_storage_configurations" "other" {
  account_id                 = var.bucket
  storage_configuration_name = "other"
  bucket_name                = var.bucket
}
