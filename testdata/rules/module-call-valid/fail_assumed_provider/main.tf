provider "aws" {
  alias  = "edge"
  region = "us-east-1"
}

module "near" { # expect: module-call-valid
  source = "./near"
}

module "outer" { # expect: module-call-valid
  source = "./outer"
}

module "by_default" { # expect: module-call-valid
  source = "./near"
  providers = {
    aws = aws.edge
  }
}

module "absent" {
  source = "./near"
  providers = {
    aws.edge = aws.eedge # expect: module-call-valid
  }
}

module "asks_for_another" { # expect: module-call-valid
  source = "./asks"
  providers = {
    aws.edge = aws.edge
  }
}

module "other_namespace" {
  source = "./other"
  providers = {
    cloud.edge = cloud.edge # expect: module-call-valid
  }
}

terraform {
  required_providers {
    cloud = {
      source = "example/cloud"
    }
  }
}

provider "cloud" {
  alias = "edge"
}
