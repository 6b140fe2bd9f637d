# Objects that got another address: `previous_address` is set and the action is no-op.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "new" {
  bucket = "acme-renamed"
}

moved {
  from = aws_s3_bucket.old
  to   = aws_s3_bucket.new
}

# From one object to the first of several.
resource "aws_s3_bucket" "single" {
  count  = 2
  bucket = count.index == 0 ? "acme-counted" : "acme-counted-${count.index}"
}

module "bucket" {
  source = "./bucket"
  name   = "acme-in-module"
}

moved {
  from = aws_s3_bucket.flat
  to   = module.bucket.aws_s3_bucket.this
}
