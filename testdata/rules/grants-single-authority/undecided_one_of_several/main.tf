variable "key" {
  type = string
}

variable "other" {
  type = string
}

variable "hosts" {
  type = map(string)
  default = {
    dev  = "https://dbc-11111111-aaaa.cloud.databricks.com"
    prod = "https://dbc-22222222-bbbb.cloud.databricks.com"
  }
}

provider "databricks" {
  alias    = "by"
  for_each = var.hosts
  host     = each.value
}

resource "databricks_permissions" "a" {
  provider      = databricks.by["dev"]
  authorization = "tokens"
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "b" {
  provider      = databricks.by[var.key]
  authorization = "tokens" # undecided: grants-single-authority
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "c" {
  provider      = databricks.by[var.other]
  authorization = "tokens" # undecided: grants-single-authority
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "d" {
  provider      = databricks.by[var.key == "a" ? "dev" : "prod"]
  authorization = "tokens" # undecided: grants-single-authority
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}

resource "databricks_permissions" "e" {
  provider      = databricks.by["prod"]
  authorization = "tokens" # undecided: grants-single-authority
  access_control {
    group_name       = "users"
    permission_level = "CAN_USE"
  }
}
