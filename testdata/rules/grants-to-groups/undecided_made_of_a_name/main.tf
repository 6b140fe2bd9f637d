# What is made of the name of a user, or may be another, need not be a user.

variable "login" {
  type = string
}

variable "other" {
  type = string
}

variable "by_name" {
  type = bool
}

resource "databricks_user" "made" {
  user_name = var.login
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

locals {
  principals = {
    before_at    = split("@", databricks_user.made.user_name)[0]
    hashed       = md5(databricks_user.made.user_name)
    replaced     = replace(databricks_user.made.user_name, "@", "_")
    merged       = merge({ a = databricks_service_principal.etl.application_id }, var.by_name ? { a = var.other } : {}).a
    flattened    = flatten([var.by_name ? [var.other] : [], [databricks_service_principal.etl.application_id]])[0]
  }
}

resource "databricks_grant" "before_at" {
  catalog    = "before_at"
  principal  = local.principals.before_at # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "hashed" {
  catalog    = "hashed"
  principal  = local.principals.hashed # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "replaced" {
  catalog    = "replaced"
  principal  = local.principals.replaced # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "merged" {
  catalog    = "merged"
  principal  = local.principals.merged # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "flattened" {
  catalog    = "flattened"
  principal  = local.principals.flattened # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}
