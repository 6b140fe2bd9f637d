variable "flag" {
  type = bool
}

variable "names" {
  type = list(string)
}

locals {
  none  = null
  below = length([]) - 1
}

resource "terraform_data" "negative" {
  count = -1 # expect: reference-resolves
}

resource "terraform_data" "fraction" {
  count = 1.5 # expect: reference-resolves
}

resource "terraform_data" "text" {
  count = "two" # expect: reference-resolves
}

resource "terraform_data" "bool" {
  count = true # expect: reference-resolves
}

resource "terraform_data" "of_type_bool" {
  count = var.flag # expect: reference-resolves
}

resource "terraform_data" "of_type_list" {
  count = var.names # expect: reference-resolves
}

resource "terraform_data" "null" {
  count = null # expect: reference-resolves
}

resource "terraform_data" "local" {
  count = local.none # expect: reference-resolves
}

resource "terraform_data" "calculated" {
  count = local.below # expect: reference-resolves
}

resource "terraform_data" "secret" {
  count = sensitive(-1) # expect: reference-resolves
}

resource "terraform_data" "list" {
  count = [] # expect: reference-resolves
}

resource "terraform_data" "large" {
  count = 1e30 # expect: reference-resolves
}

resource "terraform_data" "set_with_null" {
  for_each = toset(["a", null]) # expect: reference-resolves
}

resource "terraform_data" "set_of_nothing_else" {
  for_each = setunion(["a"], [null]) # expect: reference-resolves
}
