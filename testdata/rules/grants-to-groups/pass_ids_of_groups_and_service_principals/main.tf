resource "databricks_group" "dockers" {
  display_name = "dockers"
}

resource "databricks_service_principal" "loader" {
  display_name = "loader"
}

data "databricks_group" "pilots" {
  display_name = "pilots"
}

# Ids name nobody, and what they are of is no user.
resource "databricks_grants" "cargo" {
  external_location = "cargo"

  grant {
    principal  = databricks_group.dockers.id
    privileges = ["READ_FILES"]
  }
  grant {
    principal  = databricks_service_principal.loader.id
    privileges = ["READ_FILES", "WRITE_FILES"]
  }
  grant {
    principal  = data.databricks_group.pilots.id
    privileges = ["READ_FILES"]
  }
}
