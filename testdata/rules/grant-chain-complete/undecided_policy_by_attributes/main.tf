# A policy by attributes can give what the grants do not.

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "raw" {
  schema = "sales.raw"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_policy_info" "open_schemas" {
  name                  = "open-schemas"
  policy_type           = "POLICY_TYPE_GRANT"
  on_securable_type     = "CATALOG"
  on_securable_fullname = "sales"
  for_securable_type    = "SCHEMA"
  to_principals         = ["engineers", "analysts"]
  when_condition        = "has_tag('open')"

  grant = {
    privileges = ["USE_SCHEMA"]
  }
}
