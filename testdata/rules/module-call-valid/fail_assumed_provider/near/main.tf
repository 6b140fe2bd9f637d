resource "aws_s3_bucket" "edge" {
  provider = aws.edge
  bucket   = "edge-example"
}

data "aws_s3_bucket" "edge" {
  provider = aws.edge
  bucket   = "edge-example"
}
