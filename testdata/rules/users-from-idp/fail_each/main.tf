locals {
  people = ["alice@example.com", "bob@example.com"]
}

resource "databricks_user" "this" { # expect: users-from-idp
  for_each  = toset(local.people)
  user_name = each.value
}

resource "databricks_workspace_iam_user_v2" "carol" { # expect: users-from-idp
  username = "carol@example.com"
}

variable "prod" {
  type = bool
}

resource "databricks_user" "dave" { # expect: users-from-idp
  user_name = var.prod ? "dave@example.com" : "dave-dev@example.com"
}
