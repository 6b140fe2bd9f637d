data "databricks_group" "analysts" {
  display_name = "analysts"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = data.databricks_group.analysts.display_name # expect: grants-single-authority
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grant" "one" {
  catalog    = "crm"
  principal  = "analysts"
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "two" {
  catalog    = "crm" # expect: grants-single-authority
  principal  = "analysts"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grants" "model" {
  model = "crm.ml.churn" # expect: grants-single-authority

  grant {
    principal  = "analysts"
    privileges = ["EXECUTE"]
  }
}

resource "databricks_grants" "function" {
  function = "crm.ml.churn"

  grant {
    principal  = "engineers"
    privileges = ["EXECUTE"]
  }
}
