# Every action on objects that exist: no-op, update, replace in both orders, delete (configuration gone, key gone,
# index gone), forget, create. What is deleted must not be judged as if it stayed.
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

resource "aws_s3_bucket" "same" {
  bucket = "acme-same"
}

resource "aws_s3_bucket" "updated" {
  bucket = "acme-updated"
  tags   = { owner = "new" }
}

resource "aws_s3_bucket" "replaced" {
  bucket = "acme-replaced-2"
}

resource "aws_iam_role" "replaced_first" {
  name               = "acme-2"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_s3_bucket" "each" {
  for_each = toset(["kept", "new"])
  bucket   = "acme-${each.key}"
}

resource "aws_s3_bucket" "counted" {
  count  = 1
  bucket = "acme-counted-${count.index}"
}

removed {
  from = aws_s3_bucket.forgotten

  lifecycle {
    destroy = false
  }
}

resource "terraform_data" "trigger" {
  input            = "one"
  triggers_replace = ["two"]
}
