# Where one alternative is a literal, the reference of the other is not what it is.
variable "prod" {
  type = bool
}

variable "environment" {
  type = string
}

variable "override" {
  type    = string
  default = null
}

variable "other" {
  type = string
}

data "databricks_group" "readers" {
  display_name = "readers"
}

resource "databricks_catalog" "dev" {
  name = "dev"
}

resource "databricks_catalog" "crm" {
  name = "crm"
}

locals {
  catalogs = { prod = "prod", dev = databricks_catalog.dev.name }
  names    = { a = "one", b = "two", c = "three", d = "four", e = databricks_catalog.crm.name }
}

resource "databricks_grants" "twice" {
  table = "main.a.b"

  grant {
    principal  = var.prod ? "auditors" : data.databricks_group.readers.display_name
    privileges = ["SELECT"]
  }

  grant {
    principal  = "readers" # undecided: grants-single-authority
    privileges = ["MODIFY"]
  }
}

resource "databricks_grants" "by_environment" {
  catalog = local.catalogs[var.environment]

  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
}

resource "databricks_grants" "dev" {
  catalog = databricks_catalog.dev.name # undecided: grants-single-authority

  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
}

resource "databricks_grants" "of_many" {
  catalog = local.names[var.other] # undecided: grants-single-authority

  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
}

resource "databricks_grants" "crm" {
  catalog = databricks_catalog.crm.name

  grant {
    principal  = "readers"
    privileges = ["BROWSE"]
  }
}

resource "databricks_catalog" "sales" {
  name = "sales"
}

resource "databricks_grants" "given_or_own" {
  schema = "${coalesce(var.other, databricks_catalog.sales.name)}.orders"

  grant {
    principal  = "readers"
    privileges = ["USE_SCHEMA"]
  }
}

resource "databricks_grants" "own" {
  schema = "${databricks_catalog.sales.name}.orders" # undecided: grants-single-authority

  grant {
    principal  = "readers"
    privileges = ["USE_SCHEMA"]
  }
}
