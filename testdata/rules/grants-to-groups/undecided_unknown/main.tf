variable "principal" {
  type = string
}

variable "personal" {
  type = bool
}

data "databricks_current_user" "me" {}

resource "databricks_grant" "variable" {
  catalog    = "prod"
  principal  = var.principal # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "template" {
  catalog    = "prod"
  principal  = "team-${var.principal}" # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "me" {
  catalog    = "prod"
  principal  = data.databricks_current_user.me.user_name # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "one_branch" {
  catalog    = "prod"
  principal  = var.personal ? "alice@example.com" : "analysts" # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}
