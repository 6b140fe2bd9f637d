# A catalog with schemas and nightly jobs. Calls two further modules: the second level of nesting.
resource "databricks_catalog" "this" {
  name         = var.name
  storage_root = var.storage_root
}

module "schema" {
  source   = "../domain-schema"
  for_each = toset(var.schemas)

  catalog = databricks_catalog.this.name
  name    = each.key
}

module "job" {
  source   = "../python-job"
  for_each = var.jobs

  name = "${var.name}-${each.key}"
  file = each.value
}
