variable "name" {
  type = string
}

data "databricks_group" "this" {
  display_name = var.name
}

resource "databricks_grants" "this" {
  schema = "clay.seats"

  grant {
    principal  = data.databricks_group.this.display_name
    privileges = ["USE_SCHEMA"]
  }
}
