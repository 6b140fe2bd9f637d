variable "regions" {
  type = map(object({ landing = string }))
}

variable "copies" {
  type = number
}

variable "area" {
  type = string
}

module "by_key" {
  source   = "./access"
  for_each = var.regions

  area    = var.area
  landing = each.value.landing
}

module "nested" {
  source = "./nested"
  count  = var.copies
}
