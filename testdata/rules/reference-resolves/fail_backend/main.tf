terraform {
  backend "s3" {
    bucket = "quay-states"
    key    = "${local.stage}/terraform.tfstate" # expect: reference-resolves
  }
}
