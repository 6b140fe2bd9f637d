variable "with_press" {
  type    = bool
  default = false
}

# Terraform validates what is always the same whether there is an instance or not.
module "press" {
  source = "./press"
  count  = var.with_press ? 1 : 0
  paper  = "A3"
}
