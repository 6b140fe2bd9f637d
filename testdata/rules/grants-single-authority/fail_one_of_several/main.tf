variable "hosts" {
  type = map(string)
}

variable "key" {
  type = string
}

provider "databricks" {
  alias    = "by"
  for_each = var.hosts
  host     = each.value
}

module "ws" {
  source   = "./ws"
  for_each = var.hosts
  providers = {
    databricks = databricks.by[each.key]
  }
}

resource "databricks_permissions" "a" {
  provider      = databricks.by["dev"]
  authorization = "passwords"
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "b" {
  provider      = databricks.by["dev"]
  authorization = "passwords" # expect: grants-single-authority
  access_control {
    group_name       = "admins"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "c" {
  provider      = databricks.by["prod"]
  authorization = "passwords"
  access_control {
    group_name       = "admins"
    permission_level = "CAN_USE"
  }
}

resource "databricks_grants" "a" {
  provider = databricks.by[var.key]
  catalog  = "main"
  grant {
    principal  = "eng"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "b" {
  provider = databricks.by[var.key]
  catalog  = "main" # expect: grants-single-authority
  grant {
    principal  = "eng"
    privileges = ["USE_CATALOG"]
  }
}
