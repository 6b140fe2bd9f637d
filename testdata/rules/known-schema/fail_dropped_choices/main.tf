# What the schema does not have in an attribute that is described like a block, Terraform drops: none of the choices is left.
locals {
  indexes = { stock = "main.stock.index" }
}

resource "databricks_app" "misspelt" {
  name = "misspelt"
  resources = [
    { # expect: known-schema
      name   = "token"
      secert = { scope = "stock", key = "token", permission = "READ" }
    },
    {
      name   = "signature"
      secret = { scope = "stock", key = "signature", permission = "READ" }
    },
    { # expect: known-schema
      name   = "counter"
      remark = "it has no kind"
    },
  ]
}

resource "databricks_app" "made" {
  name      = "made"
  resources = [for name, index in local.indexes : { name = name, uc_secureable = index }] # expect: known-schema
}

# What hangs on other resources is said once.
resource "databricks_app" "beside" {
  name = "beside"
  resources = [
    { # expect: known-schema
      name       = "stock"
      warehouses = { id = databricks_sql_endpoint.stock.id, permission = "CAN_USE" }
    },
  ]
}

resource "databricks_sql_endpoint" "stock" {
  name         = "stock"
  cluster_size = "Small"
}
