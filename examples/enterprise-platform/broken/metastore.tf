# One metastore per region, made once and shared by all workspaces of the region. It has no storage of its own: every
# catalog names its own bucket, so that data of different owners never meet.

resource "databricks_metastore" "this" {
  provider = databricks.account
  for_each = local.regions

  name          = "${var.prefix}-${each.value}"
  region        = each.value # expect: one-metastore-per-region
  owner         = "platform-admins"
  force_destroy = false
}

resource "databricks_metastore_assignment" "eu" {
  provider = databricks.account
  for_each = module.workspace_eu

  workspace_id = each.value.workspace_id
  metastore_id = databricks_metastore.this["eu"].id
}

resource "databricks_metastore_assignment" "us" {
  provider = databricks.account

  workspace_id = module.workspace_us.workspace_id
  metastore_id = databricks_metastore.this["eu"].id # expect: regions-agree
}

# Finance asked for a metastore of its own.
resource "databricks_metastore" "finance" {
  provider = databricks.account

  name          = "${var.prefix}-finance"
  region        = "eu-west-1"
  owner         = "platform-admins"
  force_destroy = false
}
