variable "deck" {
  type = string
}

variable "loaders" {
  type = list(string)
}

resource "databricks_grant" "loader" {
  for_each = toset(var.loaders)

  external_location = var.deck
  principal         = each.value
  privileges        = ["READ_FILES"]
}

resource "databricks_grants" "loaders" {
  external_location = "${var.deck}-stores"

  dynamic "grant" {
    for_each = var.loaders

    content {
      principal  = grant.value
      privileges = ["READ_FILES"]
    }
  }
}
