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

# What an attribute that is described like a block lacks.
locals {
  nothing = null
}

resource "databricks_app" "null" {
  name = "null"
  resources = [{
    name = "job"
    job = {
      id         = local.nothing # expect: known-schema
      permission = null          # expect: known-schema
    }
  }]
}
