data "databricks_current_metastore" "here" {}

data "databricks_current_metastore" "again" {}

resource "databricks_grants" "makers" {
  metastore = data.databricks_current_metastore.here.id

  grant {
    principal  = "makers"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_grants" "sharers" {
  metastore = data.databricks_current_metastore.again.id # expect: grants-single-authority

  grant {
    principal  = "sharers"
    privileges = ["CREATE_SHARE"]
  }
}
