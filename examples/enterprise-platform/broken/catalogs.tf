# A catalog per environment, each with a bucket, a credential and an external location of its own.

module "storage_dev" {
  source = "./modules/uc-storage"

  providers = {
    databricks = databricks.dev
    aws        = aws
  }

  name           = "${var.prefix}-dev"
  aws_account_id = var.aws_account_id
  owner          = data.databricks_group.this["platform-admins"].display_name

  depends_on = [databricks_metastore_assignment.eu]
}

module "storage_prod" {
  source = "./modules/uc-storage"

  providers = {
    databricks = databricks.prod
    aws        = aws
  }

  name           = "${var.prefix}-prod"
  aws_account_id = var.aws_account_id
  owner          = data.databricks_group.this["platform-admins"].display_name

  depends_on = [databricks_metastore_assignment.eu]
}

module "catalog_dev" {
  source = "./modules/data-domain"

  providers = {
    databricks = databricks.dev
  }

  catalog        = "dev_sales"
  comment        = "Sales, development"
  storage_root   = module.storage_dev.url
  workspace_ids  = [module.workspace_eu["dev"].workspace_id]
  owner          = data.databricks_group.this["platform-admins"].display_name
  schemas        = var.dev_schemas
  catalog_grants = { "data-engineers" = ["CREATE_SCHEMA"] }
}

module "catalog_prod" {
  source = "./modules/data-domain"

  providers = {
    databricks = databricks.prod
  }

  catalog       = "prod_sales"
  comment       = "Sales, production"
  storage_root  = module.storage_prod.url
  workspace_ids = [module.workspace_eu["prod"].workspace_id]
  owner         = data.databricks_group.this["platform-admins"].display_name
  schemas       = var.prod_schemas
}
