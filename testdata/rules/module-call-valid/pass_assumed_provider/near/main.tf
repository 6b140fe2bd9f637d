resource "aws_s3_bucket" "edge" {
  provider = aws.edge
  bucket   = "edge-example"
}

module "far" {
  source = "./far"
  providers = {
    other.edge = aws.edge
  }
}
