terraform {
  required_providers {
    other = {
      source = "hashicorp/aws"
    }
  }
}

resource "aws_s3_bucket" "far" {
  provider = other.edge
  bucket   = "far-example"
}
