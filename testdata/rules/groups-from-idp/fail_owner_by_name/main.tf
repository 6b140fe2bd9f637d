resource "databricks_group" "shares" { # expect: groups-from-idp
  display_name = "share-owners"
}

resource "databricks_group" "files" { # expect: groups-from-idp
  display_name = "file-owners"
}

resource "databricks_share" "sales" {
  name  = "sales"
  owner = "share-owners"

  object {
    name             = "prod.sales.orders"
    data_object_type = "TABLE"
  }
}

resource "databricks_volume" "files" {
  catalog_name = "prod"
  schema_name  = "sales"
  name         = "files"
  volume_type  = "MANAGED"
  owner        = "file-owners"
}

resource "databricks_group" "lineage" { # expect: groups-from-idp
  display_name = "lineage-owners"
}

resource "databricks_external_metadata" "orders" {
  name        = "orders"
  entity_type = "Table"
  system_type = "MYSQL"
  owner       = "lineage-owners"
}
