variable "zone" {
  type = string
}

locals {
  region = trimsuffix(var.zone, "a")
}

resource "databricks_metastore" "this" {
  name   = "team"
  region = local.region # expect: one-metastore-per-region
}
