# What was changed outside Terraform after the last apply (`by-hand.json`), beside what the configuration changes.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://drift.cloud.databricks.com"
}

# Its comment was changed by hand: the plan takes it back.
resource "databricks_catalog" "sales" {
  name    = "sales"
  comment = "what was sold"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.sales.name
  name         = "orders"
}

# Dropped by hand: the plan makes it again, without the tables it had.
resource "databricks_schema" "returns" {
  catalog_name = databricks_catalog.sales.name
  name         = "returns"
}

# Renamed, which the provider does by replacing it.
resource "databricks_schema" "staging" {
  catalog_name  = databricks_catalog.sales.name
  name          = "staged"
  force_destroy = true
}

# Another kind of volume: replaced.
resource "databricks_volume" "raw" {
  catalog_name     = databricks_catalog.sales.name
  schema_name      = databricks_schema.orders.name
  name             = "raw"
  volume_type      = "EXTERNAL"
  storage_location = "s3://acme-raw/volume"
}

# Deleted by hand: the plan makes it again.
resource "databricks_group" "etl" {
  display_name = "etl"
}

# One privilege came by hand, and one principal went: the plan takes both back.
resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG", "BROWSE"]
  }

  grant {
    principal  = "stewards"
    privileges = ["USE_CATALOG"]
  }
}

# A user came by hand, and the configuration has it by now.
resource "databricks_grants" "orders" {
  schema = databricks_schema.orders.id

  grant {
    principal  = "analysts"
    privileges = ["USE_SCHEMA", "SELECT"]
  }

  grant {
    principal  = "analyst@example.com"
    privileges = ["USE_SCHEMA"]
  }
}

# All privileges went by hand, and the schema is replaced: it comes back on the new one.
resource "databricks_grant" "staging" {
  schema     = databricks_schema.staging.id
  principal  = "loaders"
  privileges = ["USE_SCHEMA", "MODIFY"]
}

# It went with its schema.
resource "databricks_grant" "returns" {
  schema     = databricks_schema.returns.id
  principal  = "analysts"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grant" "raw" {
  volume     = databricks_volume.raw.id
  principal  = "loaders"
  privileges = ["READ_VOLUME"]
}

# A privilege came by hand. The replacement takes it back in spite of `ignore_changes`.
resource "databricks_grant" "raw_analysts" {
  volume     = databricks_volume.raw.id
  principal  = "analysts"
  privileges = ["READ_VOLUME"]

  lifecycle {
    ignore_changes = [privileges]
  }
}

# Nobody touches these.
resource "databricks_catalog" "ops" {
  name = "ops"
}

resource "databricks_grants" "ops" {
  catalog = databricks_catalog.ops.name

  grant {
    principal  = "someone@example.com"
    privileges = ["USE_CATALOG"]
  }
}
