# Groups that may hold the principal though no membership says so.

# Owners of the containers.
resource "databricks_catalog" "owned" {
  name  = "owned"
  owner = "platform"
}

resource "databricks_schema" "owned" {
  catalog_name = databricks_catalog.owned.name
  name         = "orders"
  owner        = "platform"
}

resource "databricks_grants" "owned" {
  catalog = databricks_catalog.owned.name

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "owned_orders" {
  schema = databricks_schema.owned.id

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["USE_SCHEMA"]
  }
  grant {
    principal  = "engineers"
    privileges = ["CREATE_TABLE"] # undecided: grant-chain-complete
  }
}

# A group that is looked up in one that is made here.
resource "databricks_group" "readers" {
  display_name = "readers"
}

data "databricks_group" "analysts" {
  display_name = "analysts"
}

resource "databricks_group_member" "analysts" {
  group_id  = databricks_group.readers.id
  member_id = data.databricks_group.analysts.id
}

resource "databricks_grants" "nested" {
  catalog = "nested"

  grant {
    principal  = databricks_group.readers.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "nested_orders" {
  schema = "nested.orders"

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

# A group that existed before.
resource "databricks_group" "taken" {
  display_name = "taken"
  force        = true
}

resource "databricks_grants" "taken" {
  catalog = "taken"

  grant {
    principal  = databricks_group.taken.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "taken_orders" {
  schema = "taken.orders"

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_group" "imported" {
  display_name = "imported"
}

import {
  to = databricks_group.imported
  id = "123"
}

resource "databricks_grants" "imported" {
  catalog = "imported"

  grant {
    principal  = databricks_group.imported.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "imported_orders" {
  schema = "imported.orders"

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}

# A member whose name is not known.
resource "databricks_group" "jobs" {
  display_name = "jobs"
}

data "databricks_service_principal" "loader" {
  display_name = "loader"
}

resource "databricks_group_member" "loader" {
  group_id  = databricks_group.jobs.id
  member_id = data.databricks_service_principal.loader.id
}

resource "databricks_grants" "vague" {
  catalog = "vague"

  grant {
    principal  = databricks_group.jobs.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "vague_orders" {
  schema = "vague.orders"

  grant {
    principal  = "0c1d3f00-aaaa-4bbb-8ccc-123456789012"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
