# A member is one by whichever name its group has, also where just one of the groups has two.
variable "prod" {
  type = bool
}

resource "databricks_group" "etl" {
  display_name = var.prod ? "etl" : "etl-dev"
}

resource "databricks_group" "readers" {
  display_name = var.prod ? "readers" : "readers-dev"
}

resource "databricks_group_member" "readers_in_etl" {
  group_id  = databricks_group.etl.id
  member_id = databricks_group.readers.id
}

resource "databricks_grants" "main" {
  catalog = "main"

  grant {
    principal  = databricks_group.etl.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "orders" {
  schema = "main.orders"

  grant {
    principal  = databricks_group.readers.display_name
    privileges = ["SELECT"]
  }
}

resource "databricks_group" "writers" {
  display_name = "writers"
}

resource "databricks_group_member" "readers_in_writers" {
  group_id  = databricks_group.writers.id
  member_id = databricks_group.readers.id
}

resource "databricks_grants" "sales" {
  catalog = "sales"

  grant {
    principal  = databricks_group.writers.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA"]
  }
}

resource "databricks_grants" "sales_orders" {
  schema = "sales.orders"

  grant {
    principal  = databricks_group.readers.display_name
    privileges = ["SELECT"]
  }
}
