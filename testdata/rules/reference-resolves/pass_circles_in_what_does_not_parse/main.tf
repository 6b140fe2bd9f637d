module "crew" {
  source = "./crew"
  lead   = local.late
}

locals {
  late = module.crew.late
}
