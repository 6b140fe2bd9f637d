variable "bootstrap" {
  type = bool
}

resource "databricks_user" "bootstrap" { # undecided: users-from-idp
  count     = var.bootstrap ? 1 : 0
  user_name = "admin@example.com"
}
