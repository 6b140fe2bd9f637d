# OpenTofu reads these before anything else.
terraform {
  backend "s3" {
    bucket = "quay-states"
    key    = "${local.stage}/${path.module}/terraform.tfstate"
    region = var.region

    assume_role = {
      role_arn = "arn:aws:iam::210987654321:role/${local.stage}"
    }
  }
}

locals {
  stage = "dev"
}

variable "region" {
  type    = string
  default = "eu-west-1"
}
