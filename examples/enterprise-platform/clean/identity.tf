# People and groups live in the identity provider and reach the account by SCIM. They are looked up here, never made.

data "databricks_group" "this" {
  provider = databricks.account
  for_each = var.groups

  display_name = each.key
}

# Service principals are the one kind of principal that Terraform makes.
resource "databricks_service_principal" "etl" {
  provider = databricks.account

  display_name = "${var.prefix}-etl"
}

# A group of service principals only: the identity provider does not know them, so this group is made here.
resource "databricks_group" "etl_principals" {
  provider = databricks.account

  display_name = "${var.prefix}-etl-principals"
}

resource "databricks_group_member" "etl" {
  provider = databricks.account

  group_id  = databricks_group.etl_principals.id
  member_id = databricks_service_principal.etl.id
}

# Entry to a workspace is given to groups, at the account.
resource "databricks_mws_permission_assignment" "this" {
  provider = databricks.account
  for_each = var.workspace_access

  workspace_id = local.workspace_ids[each.value.workspace]
  principal_id = data.databricks_group.this[each.value.group].id
  permissions  = [each.value.role]

  depends_on = [databricks_metastore_assignment.eu, databricks_metastore_assignment.us]
}

resource "databricks_mws_permission_assignment" "etl" {
  provider = databricks.account

  workspace_id = module.workspace_eu["prod"].workspace_id
  principal_id = databricks_group.etl_principals.id
  permissions  = ["USER"]

  depends_on = [databricks_metastore_assignment.eu]
}
