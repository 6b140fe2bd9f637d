# What the module does not declare, Terraform drops where an override file changes the call.
module "base" {
  source   = "./team"
  name     = "data"
  nickname = "d"
}

module "override" {
  source = "./team"
  name   = "data"
}
