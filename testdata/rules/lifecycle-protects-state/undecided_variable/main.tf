variable "force" {
  type = bool
}

resource "databricks_schema" "raw" {
  catalog_name  = "main"
  name          = "prod_raw"
  force_destroy = var.force # undecided: lifecycle-protects-state
}
