provider "databricks" {
  profile = "prod"
}

resource "databricks_grants" "orders" {
  table = "sales.orders.facts"

  grant {
    principal  = "analysts"
    privileges = ["SELECT"] # undecided: grant-chain-complete
  }
}
