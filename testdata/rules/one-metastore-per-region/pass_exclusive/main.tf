# Only one of the two ever exists; the third has no instance; the fourth is looked up.
variable "protected" {
  type = bool
}

resource "databricks_metastore" "protected" {
  count         = var.protected ? 1 : 0
  name          = "main"
  region        = "us-east-1"
  force_destroy = false
}

resource "databricks_metastore" "open" {
  count         = var.protected ? 0 : 1
  name          = "main"
  region        = "us-east-1"
  force_destroy = true
}

resource "databricks_metastore" "retired" {
  count  = 0
  name   = "retired"
  region = "us-east-1"
}

data "databricks_metastore" "existing" {
  region = "us-east-1"
}
