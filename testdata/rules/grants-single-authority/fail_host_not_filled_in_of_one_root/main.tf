# In one root equal texts are equal, whatever is put there.
provider "databricks" {
  host = "https://<your-workspace>.cloud.databricks.com"
}

resource "databricks_grants" "read" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "write" {
  catalog = "sales" # expect: grants-single-authority

  grant {
    principal  = "engineers"
    privileges = ["USE_CATALOG"]
  }
}
