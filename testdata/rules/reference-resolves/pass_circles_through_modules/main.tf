variable "key" {
  type = string
}

# An output that needs nothing of what is passed can be passed on.
module "crew" {
  source = "./crew"
  lead   = terraform_data.lead.id
}

resource "terraform_data" "lead" {
  input      = module.crew.size
  depends_on = [module.crew.size]
}

module "each" {
  source   = "./crew"
  for_each = toset(["a"])
  lead     = module.each["a"].size
}

# One after the other.
module "next" {
  source     = "./crew"
  lead       = module.each[var.key].size
  depends_on = [module.crew, module.each["a"], terraform_data.lead]
}

resource "terraform_data" "last" {
  input      = module.next
  depends_on = [module.next, local.first]
}

locals {
  first = module.crew.size
}
