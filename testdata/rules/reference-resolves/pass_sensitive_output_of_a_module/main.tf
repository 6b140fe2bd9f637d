# Nothing says that this is a root: only its callers show what comes out of it.
variable "comment" {
  type = string
}

resource "databricks_token" "pat" {
  comment          = var.comment
  lifetime_seconds = 3600
}

output "token" {
  value = databricks_token.pat.token_value
}
