variable "name" {
  type = string
}

resource "databricks_catalog" "main" { # expect: state-not-destroyed
  name          = var.name
  force_destroy = true
  lifecycle {
    prevent_destroy = true
  }
}
