resource "aws_s3_bucket" "root" {
  bucket        = "acme-root"
  force_destroy = true # undecided: lifecycle-protects-state
}
