variable "size" {}

module "inner" {
  source = "../inner"
  size   = var.size # expect: module-call-valid
}
