variable "papers" {
  type    = map(string)
  default = {}
}

# What differs from instance to instance is looked at where there is one.
module "press" {
  source   = "./press"
  for_each = var.papers
  paper    = each.value
}
