# The tags that a provider configuration gives to all its resources.
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { environment = "prod", owner = "platform" }
  }
}

resource "aws_s3_bucket" "data" {
  bucket        = "acme-data"
  force_destroy = true # expect: lifecycle-protects-state
}

resource "aws_s3_bucket" "tagged" {
  bucket        = "acme-tagged"
  force_destroy = true # expect: lifecycle-protects-state
  tags          = { owner = "sales" }
}

# The tag is stronger than the name.
resource "aws_s3_bucket" "dev" {
  bucket        = "acme-dev-data"
  force_destroy = true # expect: lifecycle-protects-state
}

module "storage" {
  source = "./storage"
}
