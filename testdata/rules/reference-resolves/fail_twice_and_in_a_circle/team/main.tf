variable "name" {
  type = string
}

resource "databricks_group" "this" {
  display_name = var.nme # expect: reference-resolves
}

resource "databricks_group" "this" { # expect: reference-resolves
  display_name = var.name
}

output "id" {
  value = databricks_group.this.id
}
