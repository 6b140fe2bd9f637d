variable "size" {}

module "inner" {
  source = "../inner"
  size   = var.size
}
