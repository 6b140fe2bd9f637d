variable "token" {
  type      = string
  default   = "x"
  ephemeral = true
}

locals {
  one = 1
}

output "constant" {
  value     = local.one # expect: known-schema
  ephemeral = true
}

output "chosen" {
  value     = var.token == "x" ? 1 : 1
  ephemeral = true
}
