resource "databricks_user" "dana" {
  user_name = "dana@example.com"
}

variable "company" {
  type = string
}

module "read" {
  source    = "./read"
  principal = databricks_user.dana.user_name
}

module "groups" {
  source    = "./read"
  principal = "analysts"
}

resource "databricks_grant" "template" {
  catalog    = "prod"
  principal  = "eve@${var.company}.example.com" # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}

data "databricks_user" "frank" {
  user_id = "1234"
}

resource "databricks_grant" "looked_up" {
  catalog    = "prod"
  principal  = data.databricks_user.frank.user_name # expect: grants-to-groups
  privileges = ["USE_CATALOG"]
}
