# A second one exists only with a switch that has no value.
variable "extra" {
  type = bool
}

resource "databricks_metastore" "main" {
  name   = "main"
  region = "eu-west-1" # undecided: one-metastore-per-region
}

resource "databricks_metastore" "extra" {
  count  = var.extra ? 1 : 0
  name   = "extra"
  region = "eu-west-1"
}
