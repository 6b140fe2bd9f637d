# A unit that holds its files itself.
resource "databricks_mws_storage_configurations" "root" {
  provider                   = databricks.account # undecided: reference-resolves
  account_id                 = var.account_id     # undecided: reference-resolves
  storage_configuration_name = "root"
  bucket_name                = "acme-root"
}
