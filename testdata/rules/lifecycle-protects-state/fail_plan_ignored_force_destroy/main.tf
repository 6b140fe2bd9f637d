terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.100"
    }
  }
}
provider "databricks" {
  host  = "https://prod.cloud.databricks.com"
  token = "x"
}

resource "databricks_group" "g" {
  display_name = "g"
  lifecycle { ignore_changes = [external_id] }
}
resource "databricks_group" "all" {
  display_name = "all"
  lifecycle { ignore_changes = all }
}
resource "databricks_user" "u" {
  user_name   = "a@b.c"
  lifecycle { ignore_changes = [external_id] }
}
resource "databricks_grants" "c" {
  catalog = "main"
  grant {
    principal  = databricks_group.g.display_name
    privileges = ["USE_CATALOG"]
  }
  grant {
    principal  = databricks_group.all.display_name
    privileges = ["USE_CATALOG"]
  }
}
resource "databricks_storage_credential" "sc" {
  name = "x"
  owner = "o"
  aws_iam_role { role_arn = "arn:aws:iam::1:role/x" }
}
resource "databricks_catalog" "c" { # expect: lifecycle-protects-state
  name = "prod_c"
  lifecycle { ignore_changes = [force_destroy] }
}
