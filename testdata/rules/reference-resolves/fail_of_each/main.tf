variable "team" {
  type = string
}

resource "terraform_data" "of_object" {
  for_each = { a = { name = "a" }, b = { title = "b" } }
  input    = each.value.name # expect: reference-resolves
}

resource "terraform_data" "of_text" {
  for_each = toset(["a"])
  input    = each.value.name # expect: reference-resolves
}

resource "terraform_data" "by_number" {
  count = 3
  input = ["a", "b"][count.index] # expect: reference-resolves
}

resource "terraform_data" "none" {
  for_each = {}
  input    = each.value.name
}

resource "terraform_data" "open" {
  for_each = { a = var.team }
  input    = try(each.value.name, each.value)
}

module "m" {
  source   = "./m"
  for_each = { a = { name = "a" } }
  name     = each.value.nam # expect: reference-resolves
}
