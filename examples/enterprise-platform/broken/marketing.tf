# A catalog that was made by hand, without modules/data-domain, and imported later.

module "storage_marketing" {
  source = "./modules/uc-storage"

  providers = {
    databricks = databricks.prod
    aws        = aws
  }

  name           = "${var.prefix}-marketing"
  aws_account_id = var.aws_account_id
  owner          = data.databricks_group.this["platform-admins"].display_name

  depends_on = [databricks_metastore_assignment.eu]
}

resource "databricks_catalog" "marketing" {
  provider = databricks.prod

  name           = "prod_marketing"
  comment        = "Campaigns"
  storage_root   = module.storage_marketing.url
  isolation_mode = "ISOLATED"
}

resource "databricks_schema" "campaigns" {
  provider = databricks.prod

  catalog_name = databricks_catalog.marketing.name
  name         = "campaigns"
}

resource "databricks_grants" "marketing" {
  provider = databricks.prod

  catalog = databricks_catalog.marketing.name

  grant {
    principal  = "data-analysts"
    privileges = ["USE_CATALOG"]
  }
}

# Nobody holds USE_SCHEMA here, so nobody can select.
resource "databricks_grants" "campaigns" {
  provider = databricks.prod

  schema = databricks_schema.campaigns.id

  grant {
    principal  = "data-analysts"
    privileges = ["SELECT"] # expect: grant-chain-complete
  }
}
