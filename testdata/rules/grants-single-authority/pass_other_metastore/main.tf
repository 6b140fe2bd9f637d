provider "databricks" {
  alias = "eu"
  host  = "https://eu.cloud.databricks.com"
}

provider "databricks" {
  alias = "us"
  host  = "https://us.cloud.databricks.com"
}

resource "databricks_grants" "eu" {
  provider = databricks.eu
  catalog  = "main"

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "us" {
  provider = databricks.us
  catalog  = "main"

  grant {
    principal  = "a"
    privileges = ["USE_CATALOG"]
  }
}
