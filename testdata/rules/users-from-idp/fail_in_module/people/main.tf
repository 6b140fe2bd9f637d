variable "people" {
  type = map(object({ mail = string, id = optional(string) }))
}

resource "databricks_user" "this" { # expect: users-from-idp
  for_each    = var.people
  user_name   = each.value.mail
  external_id = each.value.id
}
