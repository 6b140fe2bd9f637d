variable "name" {
  type = string
}

variable "name" { # expect: reference-resolves
  type = string
}

locals {
  a = local.b # expect: reference-resolves
  b = local.c
  c = local.a
  d = 1
}

locals {
  d = 2 # expect: reference-resolves
}

module "team" {
  source = "./team"
  name   = var.name
}

module "again" {
  source = "./team"
  name   = module.team.id
}

output "wrong" {
  value = module.team.ids # expect: reference-resolves
}

resource "terraform_data" "first" { # expect: reference-resolves
  depends_on = [resource.terraform_data.second]
}

resource "terraform_data" "second" {
  depends_on = [terraform_data.first]
}

