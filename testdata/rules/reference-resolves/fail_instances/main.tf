variable "amount" {
  type = number
}

variable "names" {
  type = set(string)
}

locals {
  regions = toset(["eu", "us"])
  no_name = "other"
}

module "one" {
  source = "./m"
}

module "two" {
  source = "./m"
  count  = 2
}

module "some" {
  source = "./m"
  count  = var.amount
}

module "by_region" {
  source   = "./m"
  for_each = local.regions
}

module "by_name" {
  source   = "./m"
  for_each = var.names
}

resource "terraform_data" "two" {
  count = 2
}

resource "terraform_data" "by_region" {
  for_each = local.regions
}

# A list of objects.
output "list" {
  value = module.two.name # expect: reference-resolves
}

output "list_of_some" {
  value = module.some.name # expect: reference-resolves
}

output "text_as_number" {
  value = module.some["eu"].name # expect: reference-resolves
}

output "local_as_number" {
  value = module.some[local.no_name].name # expect: reference-resolves
}

output "branch" {
  value = var.amount > 1 ? module.two.name : "" # expect: reference-resolves
}

output "elements" {
  value = [for region in local.regions : module.two.name] # expect: reference-resolves
}

# A map of objects.
output "map" {
  value = module.by_region.name # expect: reference-resolves
}

output "key" {
  value = module.by_region["uk"].name # expect: reference-resolves
}

output "attribute" {
  value = module.by_region.uk.name # expect: reference-resolves
}

output "number_as_text" {
  value = module.by_region[0].name # expect: reference-resolves
}

output "no_output" {
  value = module.by_name.eu.nam # expect: reference-resolves
}

output "no_output_of_all" {
  value = values(module.by_name)[*].nam # expect: reference-resolves
}

# One object.
output "index" {
  value = module.one[0].name # expect: reference-resolves
}

output "index_by_name" {
  value = module.one["nam"] # expect: reference-resolves
}

output "splat" {
  value = module.one[*].nam # expect: reference-resolves
}

# Further than there are instances.
output "index_of_module" {
  value = module.two[2].name # expect: reference-resolves
}

output "index_of_resource" {
  value = terraform_data.two[2].id # expect: reference-resolves
}

output "key_of_resource" {
  value = terraform_data.by_region["uk"].id # expect: reference-resolves
}

output "text_of_resource" {
  value = terraform_data.two["eu"].id # expect: reference-resolves
}

# Without an instance Terraform looks at references all the same.
resource "terraform_data" "none" {
  count = 0
  input = module.two.name # expect: reference-resolves
}
