provider "databricks" {
  host = "https://quay.cloud.databricks.com/"
}

provider "databricks" {
  alias = "pier"
  host  = "https://pier.cloud.databricks.com"
}

data "databricks_group" "tugs" {
  display_name = "tugs"
}

resource "databricks_grants" "berths" {
  catalog = "berths"

  grant {
    principal  = "Pilots"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = data.databricks_group.tugs.display_name
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "elsewhere" {
  provider = databricks.pier
  catalog  = "berths"

  grant {
    principal  = "divers"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "share" {
  share = "timetables"

  grant {
    principal  = "carriers"
    privileges = ["SELECT"]
  }
}
