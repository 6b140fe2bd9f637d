module "given" {
  source = "./region"
  name   = "us-east-1" # expect: module-call-valid
}

module "default" { # expect: module-call-valid
  source = "./region"
}

module "each" {
  source   = "./region"
  for_each = { eu = "eu-west-1", us = "us-east-1" }
  name     = each.value # expect: module-call-valid
}

# problems: what the values are is known, so the modules are looked into.
