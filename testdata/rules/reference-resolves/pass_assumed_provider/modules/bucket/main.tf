# Callers elsewhere may pass it.
variable "name" {
  type = string
}

resource "aws_s3_bucket" "edge" {
  provider = aws.edge
  bucket   = var.name
}
