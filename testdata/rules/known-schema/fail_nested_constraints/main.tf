resource "databricks_app" "none" {
  name = "none"
  resources = [
    { # expect: known-schema
      name = "nothing"
    },
    {
      name   = "secret"
      secret = { scope = "app", key = "token", permission = "READ" }
    },
  ]
}

resource "databricks_app" "two" {
  name = "two"
  resources = [{
    name   = "both"
    secret = { scope = "app", key = "token", permission = "READ" }
    job    = { id = "1", permission = "CAN_VIEW" } # expect: known-schema
  }]
}
