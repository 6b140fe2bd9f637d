# One catalog with its schemas. Who may read or write a schema also gets the way to it, so no grant is ever dead.

locals {
  readers = toset(flatten([for s in var.schemas : s.readers]))
  writers = toset(flatten([for s in var.schemas : s.writers]))

  # Everyone who may do something below needs USE_CATALOG; whatever else a group gets on the catalog is added.
  catalog_principals = setunion(local.readers, local.writers, keys(var.catalog_grants))
}

resource "databricks_catalog" "this" {
  name           = var.catalog
  comment        = var.comment
  storage_root   = var.storage_root
  owner          = var.owner
  isolation_mode = "ISOLATED"
  force_destroy  = false
}

resource "databricks_workspace_binding" "this" {
  for_each = { for index, id in var.workspace_ids : index => id }

  securable_name = databricks_catalog.this.name
  securable_type = "catalog"
  workspace_id   = each.value
  binding_type   = "BINDING_TYPE_READ_WRITE"
}

resource "databricks_schema" "this" {
  for_each = var.schemas

  catalog_name = databricks_catalog.this.name
  name         = each.key
  comment      = each.value.comment
  owner        = var.owner
}

resource "databricks_grants" "catalog" {
  catalog = databricks_catalog.this.name

  dynamic "grant" {
    for_each = local.catalog_principals

    content {
      principal  = grant.value
      privileges = concat(["USE_CATALOG"], lookup(var.catalog_grants, grant.value, []))
    }
  }
}

resource "databricks_grants" "schema" {
  for_each = { for name, s in var.schemas : name => s if length(s.readers) + length(s.writers) > 0 }

  schema = databricks_schema.this[each.key].id

  dynamic "grant" {
    for_each = setunion(each.value.readers, each.value.writers)

    content {
      principal = grant.value
      privileges = concat(
        ["USE_SCHEMA", "SELECT"],
        contains(each.value.writers, grant.value) ? ["MODIFY", "CREATE_TABLE"] : [],
      )
    }
  }
}
