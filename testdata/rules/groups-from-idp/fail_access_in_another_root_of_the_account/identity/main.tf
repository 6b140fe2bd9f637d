provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "5D1F2C66-90ab-4cde-8f01-23456789abcd"
}

resource "databricks_group" "pilots" { # expect: groups-from-idp
  display_name = "pilots"
}

# That of another account is another group.
resource "databricks_group" "divers" { # expect: groups-from-idp
  display_name = "divers"
}
