# What is granted goes to a group whose name begins with that of this one, which carries nothing.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_group" "finance" { # expect: groups-from-idp
  display_name = "finance"
}

resource "databricks_grant" "readers" {
  catalog    = "ledger"
  principal  = "${databricks_group.finance.display_name}-readers"
  privileges = ["USE_CATALOG"]
}
