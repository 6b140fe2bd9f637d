variable "region" {
  type = string
}

module "input" {
  source = "./region"
  name   = var.region
}

module "right" {
  source = "./region"
  name   = "eu-west-1"
}

module "default" {
  source = "./region"
  name   = null
}
