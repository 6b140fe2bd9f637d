# Whether these are copies hangs on what the maps hold.
variable "ids" {
  type = map(string)
}

resource "databricks_user" "maybe" { # undecided: users-from-idp
  user_name   = "alice@example.com"
  external_id = lookup(var.ids, "alice", null)
}
