variable "input" {
  type    = map(string)
  default = {}
}

module "one" {
  source = "./one"
}

module "several" {
  source     = "./one"
  count      = 1
  depends_on = [terraform_data.one.id] # expect: known-schema
}

resource "terraform_data" "one" {}

resource "terraform_data" "several" {
  count = 1
}

resource "terraform_data" "whole" {
  depends_on = [
    terraform_data.one,
    resource.terraform_data.one,
    terraform_data.several,
    terraform_data.several[0],
    module.one,
    module.one.value,
    module.several[0].value,
    var.input,
  ]
}

resource "terraform_data" "parts" {
  depends_on = [
    terraform_data.one.id,          # expect: known-schema
    resource.terraform_data.one.id, # expect: known-schema
    terraform_data.several[0].id,   # expect: known-schema
    module.one.value.a,             # expect: known-schema
    module.several[0].value.a,      # expect: known-schema
    var.input.a,                    # expect: known-schema
  ]
}

output "one" {
  value      = 1
  depends_on = [terraform_data.one.id] # expect: known-schema
}

resource "terraform_data" "each" {
  for_each   = { a = 1 }
  depends_on = [each.key] # expect: known-schema
}

resource "terraform_data" "count" {
  count      = 1
  depends_on = [count.index] # expect: known-schema
}
