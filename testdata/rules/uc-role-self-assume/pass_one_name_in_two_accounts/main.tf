# Nothing says the accounts of the configurations; the credential of one of the roles is in another root.
provider "aws" {
  alias  = "dev"
  region = "eu-west-1"
}

provider "aws" {
  alias  = "prod"
  region = "eu-west-1"
}

module "dev" {
  source     = "./role"
  credential = true
  account    = "111111111111"
  providers  = { aws = aws.dev }
}

module "prod" {
  source     = "./role"
  credential = false
  account    = "222222222222"
  providers  = { aws = aws.prod }
}
