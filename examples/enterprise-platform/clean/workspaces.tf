# One module call per region: a provider configuration cannot be chosen inside for_each.

module "workspace_eu" {
  source   = "./modules/workspace"
  for_each = var.eu_workspaces

  providers = {
    databricks = databricks.account
    aws        = aws
  }

  name                  = "${var.prefix}-${each.key}"
  region                = local.regions.eu
  cidr                  = each.value.cidr
  databricks_account_id = var.databricks_account_id
  tags                  = { environment = each.key }
}

module "workspace_us" {
  source = "./modules/workspace"

  providers = {
    databricks = databricks.account
    aws        = aws.us
  }

  name                  = "${var.prefix}-prod-us"
  region                = local.regions.us
  cidr                  = var.us_cidr
  databricks_account_id = var.databricks_account_id
  tags                  = { environment = "prod" }
}
