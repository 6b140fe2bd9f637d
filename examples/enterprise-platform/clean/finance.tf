# The finance catalog of the American workspace. Its few grants are written out, one databricks_grants per securable.

module "storage_finance" {
  source = "./modules/uc-storage"

  providers = {
    databricks = databricks.prod_us
    aws        = aws.us
  }

  name           = "${var.prefix}-finance"
  aws_account_id = var.aws_account_id
  owner          = data.databricks_group.this["platform-admins"].display_name

  depends_on = [databricks_metastore_assignment.us]
}

resource "databricks_catalog" "finance" {
  provider = databricks.prod_us

  name           = "prod_finance"
  comment        = "Ledger and reports"
  storage_root   = module.storage_finance.url
  owner          = "platform-admins"
  isolation_mode = "ISOLATED"
}

resource "databricks_schema" "ledger" {
  provider = databricks.prod_us

  catalog_name = databricks_catalog.finance.name
  name         = "ledger"
  comment      = "Bookings, closed monthly"
  owner        = "platform-admins"
}

resource "databricks_volume" "statements" {
  provider = databricks.prod_us

  catalog_name = databricks_catalog.finance.name
  schema_name  = databricks_schema.ledger.name
  name         = "statements"
  volume_type  = "MANAGED"
  comment      = "Bank statements as they arrive"
  owner        = "platform-admins"
}

resource "databricks_grants" "finance" {
  provider = databricks.prod_us

  catalog = databricks_catalog.finance.name

  grant {
    principal  = "data-analysts"
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = "data-stewards"
    privileges = ["USE_CATALOG", "USE_SCHEMA", "SELECT"]
  }
}

resource "databricks_grants" "ledger" {
  provider = databricks.prod_us

  schema = databricks_schema.ledger.id

  grant {
    principal  = "data-analysts"
    privileges = ["USE_SCHEMA", "SELECT"]
  }
}

resource "databricks_grants" "statements" {
  provider = databricks.prod_us

  volume = databricks_volume.statements.id

  grant {
    principal  = "data-analysts"
    privileges = ["READ_VOLUME"]
  }
}

# A warehouse for the analysts, in the workspace that serves them.
resource "databricks_sql_endpoint" "analysts" {
  provider = databricks.prod_us

  name                      = "analysts"
  cluster_size              = "Small"
  min_num_clusters          = 1
  max_num_clusters          = 4
  auto_stop_mins            = 10
  enable_serverless_compute = true
  warehouse_type            = "PRO"

  tags {
    custom_tags {
      key   = "owner"
      value = "data-platform"
    }
    custom_tags {
      key   = "environment"
      value = "prod"
    }
  }
}

resource "databricks_permissions" "analysts_warehouse" {
  provider = databricks.prod_us

  sql_endpoint_id = databricks_sql_endpoint.analysts.id

  access_control {
    group_name       = "data-analysts"
    permission_level = "CAN_USE"
  }
}
