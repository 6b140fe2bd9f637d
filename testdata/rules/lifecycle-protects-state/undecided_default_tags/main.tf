variable "environment" {
  type = string
}

variable "tags" {
  type = map(string)
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { environment = var.environment }
  }
}

provider "aws" {
  alias  = "tags"
  region = "eu-west-1"
  default_tags {
    tags = var.tags
  }
}

provider "aws" {
  alias  = "prod"
  region = "eu-west-1"
  default_tags {
    tags = { environment = "prod" }
  }
}

resource "aws_s3_bucket" "data" {
  bucket        = "acme-dev-data"
  force_destroy = true # undecided: lifecycle-protects-state
}

resource "aws_s3_bucket" "tags" {
  provider      = aws.tags
  bucket        = "acme-dev-tags"
  force_destroy = true # undecided: lifecycle-protects-state
}

# What its own tag says replaces the one that is given.
resource "aws_s3_bucket" "own" {
  provider      = aws.prod
  bucket        = "acme-own"
  force_destroy = true # undecided: lifecycle-protects-state
  tags          = { environment = "shared" }
}

# Tags of AWS are given to nothing else.
resource "databricks_catalog" "sales" {
  name          = "sales"
  force_destroy = true # undecided: lifecycle-protects-state
}
