variable "people" {
  type = set(string)
}

variable "staff" {
  type = map(object({ mail = string }))
}

variable "host" {
  type = string
}

resource "databricks_user" "people" { # undecided: users-from-idp
  for_each  = var.people
  user_name = each.value
}

resource "databricks_user" "staff" { # undecided: users-from-idp
  for_each  = var.staff
  user_name = lower(each.value.mail)
}

resource "databricks_user" "numbered" { # undecided: users-from-idp
  for_each  = var.people
  user_name = "${each.key}@${var.host}"
}
