data "databricks_service_principals" "loaders" {
  display_name_contains = "loader"
}

data "databricks_users" "mates" {
  filter = "displayName co \"mate\""
}

locals {
  loaders = data.databricks_service_principals.loaders.application_ids
}

variable "names" {
  type = map(string)
}

# Who is made of a list is not in it.
resource "databricks_grants" "cargo" { # undecided: grants-to-groups
  external_location = "cargo"

  dynamic "grant" {
    for_each = [for loader in local.loaders : lookup(var.names, loader, "nobody")]

    content {
      principal  = grant.value
      privileges = ["READ_FILES"]
    }
  }
}

resource "databricks_grant" "stores" {
  for_each = toset([for loader in local.loaders : lookup(var.names, loader, "nobody")])

  external_location = "stores"
  principal         = each.key # undecided: grants-to-groups
  privileges        = ["READ_FILES"]
}

# One of two lists is of users.
resource "databricks_grants" "logs" { # undecided: grants-to-groups
  external_location = "logs"

  dynamic "grant" {
    for_each = local.loaders

    content {
      principal  = grant.value
      privileges = ["READ_FILES"]
    }
  }
  dynamic "grant" {
    for_each = data.databricks_users.mates.users

    content {
      principal  = grant.value.user_name
      privileges = ["READ_FILES"]
    }
  }
}

resource "databricks_grants" "both" { # undecided: grants-to-groups
  external_location = "both"

  dynamic "grant" {
    for_each = concat(local.loaders, [for mate in data.databricks_users.mates.users : mate.user_name])

    content {
      principal  = grant.value
      privileges = ["READ_FILES"]
    }
  }
}
