# One module for each AWS account makes a role of one name, and the account is said in several ways.
provider "aws" {
  alias  = "dev"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy"
  }
}

provider "aws" {
  alias               = "prod"
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}

# Nothing says the accounts of these.
provider "aws" {
  alias  = "east"
  region = "us-east-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

variable "west" {
  type = string
}

variable "east" {
  type = string
}

module "dev" {
  source    = "./role"
  name      = "uc"
  account   = "111111111111"
  providers = { aws = aws.dev }
}

module "prod" {
  source    = "./role"
  name      = "uc"
  account   = "222222222222"
  providers = { aws = aws.prod }
}

module "east" {
  source    = "./role"
  name      = "lake"
  account   = var.east
  providers = { aws = aws.east }
}

module "west" {
  source    = "./role"
  name      = "lake"
  account   = var.west
  providers = { aws = aws.west }
}

# The account is the one that the provider is asked for.
module "asked_east" {
  source    = "./role"
  name      = "asked"
  providers = { aws = aws.east }
}

module "asked_west" {
  source    = "./role"
  name      = "asked"
  providers = { aws = aws.west }
}
