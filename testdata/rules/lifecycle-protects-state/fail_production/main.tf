locals {
  buckets = { audit = "acme-prod-audit", lake = "acme-prod-lake" }
}

resource "aws_s3_bucket" "all" {
  for_each = local.buckets

  bucket        = each.value
  force_destroy = true # expect: lifecycle-protects-state
}

resource "databricks_catalog" "sales" {
  name          = "prod_sales"
  force_destroy = false

  lifecycle {
    ignore_changes = all # expect: lifecycle-protects-state
  }
}
