resource "databricks_catalog" "dev" {
  name          = "dev_sales"
  force_destroy = true
}

resource "aws_s3_bucket" "scratch" {
  bucket        = "acme-scratch"
  force_destroy = true

  tags = {
    Environment = "sandbox"
  }

  lifecycle {
    ignore_changes = all
  }
}
