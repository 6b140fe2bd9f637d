variable "people" {
  type    = set(string)
  default = []
}

resource "databricks_user" "this" {
  for_each  = var.people
  user_name = each.value
}

resource "databricks_user" "bootstrap" {
  count     = length(var.people) > 0 ? 1 : 0
  user_name = "admin@example.com"
}
