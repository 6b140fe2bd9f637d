# Nobody calls a root, so nobody passes it a configuration.
resource "aws_s3_bucket" "edge" {
  provider = aws.edge # expect: reference-resolves
  bucket   = "edge-example"
}
