provider "databricks" {
  host = "https://<your-workspace>.cloud.databricks.com"
}

# Nobody knows whether that is one workspace.
resource "databricks_group" "pilots" { # expect: groups-from-idp
  display_name = "pilots"
}
