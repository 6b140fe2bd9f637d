terraform {
  backend "s3" {
    bucket = "quay-states"
    key    = "${local.stage}/terraform.tfstate" # expect: reference-resolves
    region = data.aws_region.here.name # expect: known-schema
  }
}

data "aws_region" "here" {}
