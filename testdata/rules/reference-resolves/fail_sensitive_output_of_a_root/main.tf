variable "comment" {
  type = string
}

resource "databricks_token" "pat" {
  comment          = var.comment
  lifetime_seconds = 3600
}

output "token" { # expect: reference-resolves
  value = databricks_token.pat.token_value
}
