terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.other]
    }
  }
}

resource "aws_s3_bucket" "edge" {
  provider = aws.edge
  bucket   = "edge-example"
}
