terraform {
  backend "s3" {
    bucket = "quay-states"
    key    = "${local.stage}/terraform.tfstate" # expect: reference-resolves
    region = uper("eu-west-1")                  # expect: reference-resolves
  }
}
