terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

module "line" { # expect: provider-wiring-explicit
  source = "../line"
}
