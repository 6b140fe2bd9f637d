variable "env" {
  type = string
}

resource "databricks_catalog" "main" {
  name = "${var.env}_main"
}

resource "databricks_schema" "orders" {
  catalog_name = databricks_catalog.main.name
  name         = "orders"
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

resource "databricks_group" "inner" {
  display_name = "inner"
}

resource "databricks_group" "outer" {
  display_name = "outer"
}

# A circle is walked once.
resource "databricks_group_member" "sp" {
  group_id  = databricks_group.inner.id
  member_id = databricks_service_principal.etl.id
}

resource "databricks_group_member" "nested" {
  group_id  = databricks_group.outer.id
  member_id = databricks_group.inner.id
}

resource "databricks_group_member" "circle" {
  group_id  = databricks_group.inner.id
  member_id = databricks_group.outer.id
}

resource "databricks_grants" "main" {
  catalog = databricks_catalog.main.id

  grant {
    principal  = databricks_group.outer.display_name
    privileges = ["use catalog"]
  }
  grant {
    principal  = "admins-of-data"
    privileges = ["ALL_PRIVILEGES"]
  }
  grant {
    principal  = "browsers"
    privileges = ["BROWSE"]
  }
}

resource "databricks_grant" "orders" {
  schema     = "${var.env}_main.orders"
  principal  = "OUTER"
  privileges = ["ALL PRIVILEGES"]
}

resource "databricks_grants" "facts" {
  table = "${databricks_schema.orders.id}.facts"

  grant {
    principal  = databricks_service_principal.etl.application_id
    privileges = ["SELECT", "MODIFY"]
  }
  grant {
    principal  = "admins-of-data"
    privileges = ["SELECT"]
  }
}

resource "databricks_grants" "location" {
  external_location = "landing"

  grant {
    principal  = "loaders"
    privileges = ["READ_FILES"]
  }
}
