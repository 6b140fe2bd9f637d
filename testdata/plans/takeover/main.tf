# Moves, imports and resources that are let go, of objects that the provider has read: `previous_address` with drift,
# `importing` with an update, forget and destroy by a `removed` block.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://takeover.cloud.databricks.com"
}

resource "databricks_catalog" "sales" {
  name = "sales"
}

resource "databricks_grant" "analysts" {
  catalog    = databricks_catalog.sales.name
  principal  = "analysts"
  privileges = ["USE_CATALOG", "BROWSE"]
}

# It revokes what `databricks_grant.analysts` grants beside it.
resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

moved {
  from = databricks_schema.order
  to   = databricks_schema.orders
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.sales.name
  name         = "orders"
}

moved {
  from = databricks_grants.order
  to   = databricks_grants.orders["all"]
}

# A privilege came by hand.
resource "databricks_grants" "orders" {
  for_each = toset(["all"])
  schema   = databricks_schema.orders.id

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA"]
  }
}

# Made by hand.
import {
  to = databricks_schema.manual
  id = "sales.manual"
}

resource "databricks_schema" "manual" {
  catalog_name = databricks_catalog.sales.name
  name         = "manual"
}

import {
  to = databricks_grants.manual
  id = "schema/sales.manual"
}

# One of the two that it has is not listed.
resource "databricks_grants" "manual" {
  schema = databricks_schema.manual.id

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA"]
  }
}

# The schema stays where it is; only Terraform lets go of it.
removed {
  from = databricks_schema.archive

  lifecycle {
    destroy = false
  }
}

# All grants on it go.
removed {
  from = databricks_grants.archive

  lifecycle {
    destroy = true
  }
}

removed {
  from = databricks_grants.raw

  lifecycle {
    destroy = false
  }
}

removed {
  from = databricks_schema.raw

  lifecycle {
    destroy = true
  }
}
