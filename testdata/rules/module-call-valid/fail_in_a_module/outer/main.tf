locals {
  names = ["a", "b"]
}

module "inner" {
  source = "./inner"
  count  = 2
  name   = local.names # expect: module-call-valid
}
