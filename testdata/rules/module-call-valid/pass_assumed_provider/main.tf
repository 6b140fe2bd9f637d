# Terraform only warns of what a module does not declare where it assumes the provider to be one of hashicorp.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "edge"
  region = "us-east-1"
}

module "near" {
  source = "./near"
  providers = {
    aws      = aws
    aws.edge = aws.edge
  }
}

module "unused" {
  source = "./unused"
  providers = {
    aws.edge = aws.edge
  }
}
