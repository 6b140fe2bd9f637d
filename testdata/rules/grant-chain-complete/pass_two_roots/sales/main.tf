provider "databricks" {
  host = "https://prod.cloud.databricks.com"
}

resource "databricks_grants" "orders" {
  table = "sales.orders.facts"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"]
  }
}
