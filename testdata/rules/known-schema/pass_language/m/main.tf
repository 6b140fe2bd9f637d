variable "token" {
  type      = string
  default   = "x"
  ephemeral = true
}

# In a module an output may be ephemeral.
output "token" {
  value     = var.token
  ephemeral = true
}
