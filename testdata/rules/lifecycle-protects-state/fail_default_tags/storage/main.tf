resource "aws_s3_bucket" "data" {
  bucket        = "acme-storage"
  force_destroy = true # expect: lifecycle-protects-state
}
