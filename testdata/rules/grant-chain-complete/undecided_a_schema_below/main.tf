variable "layers" {
  type = set(string)
}

variable "catalog" {
  type = string
}

resource "databricks_grants" "perhaps_a_schema" {
  catalog = "one"

  grant {
    principal  = "readers"
    privileges = ["USE_CATALOG", "SELECT"] # undecided: grant-chain-complete
  }
}

resource "databricks_grant" "layers" {
  for_each = var.layers

  schema     = "one.${each.key}"
  principal  = "readers"
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grants" "perhaps_a_member" {
  catalog = "two"

  grant {
    principal  = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    privileges = ["USE_CATALOG", "EXECUTE"] # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "to_a_group" {
  schema = "two.functions"

  grant {
    principal  = "everyone in sales"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "perhaps_in_another_catalog" {
  catalog = "three"

  grant {
    principal  = "loaders"
    privileges = ["USE_CATALOG", "WRITE_VOLUME"] # undecided: grant-chain-complete
  }
}

resource "databricks_grants" "somewhere" {
  schema = "${var.catalog}.raw"

  grant {
    principal  = "loaders"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "in_one_schema_for_sure" {
  catalog = "four"

  grant {
    principal  = "keepers"
    privileges = ["USE_CATALOG", "MODIFY"]
  }
}

resource "databricks_grants" "the_one_schema" {
  schema = "four.raw"

  grant {
    principal  = "keepers"
    privileges = ["USE_SCHEMA"]
  }
}
