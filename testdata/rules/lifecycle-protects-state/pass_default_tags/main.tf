provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { environment = "prod" }
  }
}

provider "aws" {
  alias  = "sandbox"
  region = "eu-west-1"
  default_tags {
    tags = { Environment = "dev" }
  }
}

resource "aws_s3_bucket" "scratch" {
  provider      = aws.sandbox
  bucket        = "acme-scratch"
  force_destroy = true
}

# Its own tag wins, by the same key and by another.
resource "aws_s3_bucket" "own" {
  bucket        = "acme-own"
  force_destroy = true
  tags          = { environment = "dev" }
}

resource "aws_s3_bucket" "stage" {
  bucket        = "acme-stage"
  force_destroy = true
  tags          = { Stage = "test" }
}
