data "databricks_storage_credential" "lake" {
  name = "lake"
}

output "right" {
  value = data.databricks_storage_credential.lake.storage_credential_info[0].name
}

output "wrong" {
  value = data.databricks_storage_credential.lake.storage_credential_info[0][0].name # expect: reference-resolves
}

output "brackets" {
  value = data.databricks_storage_credential.lake.storage_credential_info[0]["name"] # expect: reference-resolves
}
