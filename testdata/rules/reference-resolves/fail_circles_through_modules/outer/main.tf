variable "lead" {
  type = string
}

module "inner" {
  source = "../crew"
  lead   = var.lead
}

output "done" {
  value      = true
  depends_on = [module.inner]
}
