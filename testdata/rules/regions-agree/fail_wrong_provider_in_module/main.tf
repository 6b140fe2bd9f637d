# The module is given the AWS provider of another region, so its network and bucket lie there.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

module "workspace" {
  source    = "./workspace"
  providers = { aws = aws }
  region    = "us-east-1"
}

module "right" {
  source    = "./workspace"
  providers = { aws = aws.us }
  region    = "us-east-1"
}
