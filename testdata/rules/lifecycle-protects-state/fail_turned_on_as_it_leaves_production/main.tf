# The object that exists is of production until this very apply.
resource "aws_s3_bucket" "invoices" {
  bucket        = "acme-invoices"
  force_destroy = true # expect: lifecycle-protects-state
  tags          = { env = "dev" }
}

# It never was.
resource "aws_s3_bucket" "offers" {
  bucket        = "acme-offers"
  force_destroy = true
  tags          = { env = "dev" }
}

# Nothing is turned on.
resource "aws_s3_bucket" "letters" {
  bucket        = "acme-letters"
  force_destroy = true
  tags          = { env = "dev" }
}

# It becomes production.
resource "aws_s3_bucket" "forms" {
  bucket        = "acme-forms"
  force_destroy = true # expect: lifecycle-protects-state
  tags          = { env = "prod" }
}
