resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

resource "databricks_group" "pipelines" {
  display_name = "pipelines"
}

# Made here, and its only member is another one.
resource "databricks_service_principal" "other" {
  display_name = "other"
}

resource "databricks_group_member" "other" {
  group_id  = databricks_group.pipelines.id
  member_id = databricks_service_principal.other.id
}

resource "databricks_catalog" "raw" {
  name = "raw"
}

resource "databricks_grant" "pipelines" {
  catalog    = databricks_catalog.raw.name
  principal  = databricks_group.pipelines.display_name
  privileges = ["USE_CATALOG", "USE_SCHEMA"]
}

resource "databricks_schema" "events" {
  catalog_name = databricks_catalog.raw.name
  name         = "events"
}

resource "databricks_volume" "landing" {
  catalog_name = databricks_catalog.raw.name
  schema_name  = databricks_schema.events.name
  name         = "landing"
  volume_type  = "MANAGED"
}

resource "databricks_grants" "landing" {
  volume = databricks_volume.landing.id

  grant {
    principal  = databricks_service_principal.other.application_id
    privileges = ["READ_VOLUME"]
  }
  grant {
    principal  = databricks_service_principal.etl.application_id
    privileges = ["READ_VOLUME", "WRITE_VOLUME"] # expect: grant-chain-complete
  }
}
