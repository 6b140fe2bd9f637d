# Policies by attributes for others, of other privileges, elsewhere, or that only take away.

locals {
  policies = {
    others    = { to = ["ann@example.com"], catalog = "sales", privileges = ["USE_SCHEMA"] }
    privilege = { to = ["analysts"], catalog = "sales", privileges = ["SELECT"] }
    elsewhere = { to = ["analysts"], catalog = "finance", privileges = ["USE_SCHEMA"] }
  }
}

resource "databricks_group" "analysts" {
  display_name = "analysts"
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = databricks_group.analysts.display_name
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_schema" "raw" {
  catalog_name = "sales"
  name         = "raw"
}

resource "databricks_grants" "raw" {
  schema = "sales.raw"

  grant {
    principal  = databricks_group.analysts.display_name
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}

resource "databricks_policy_info" "grants" {
  for_each              = local.policies
  name                  = each.key
  policy_type           = "POLICY_TYPE_GRANT"
  on_securable_type     = "CATALOG"
  on_securable_fullname = each.value.catalog
  for_securable_type    = "SCHEMA"
  to_principals         = each.value.to

  grant = {
    privileges = each.value.privileges
  }
}

resource "databricks_policy_info" "rows" {
  name                  = "rows"
  policy_type           = "POLICY_TYPE_ROW_FILTER"
  on_securable_type     = "CATALOG"
  on_securable_fullname = "sales"
  for_securable_type    = "TABLE"
  to_principals         = ["analysts"]

  row_filter = {
    function_name = "sales.raw.own_region"
  }
}
