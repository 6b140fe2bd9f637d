variable "name" {
  type = string
}

resource "terraform_data" "this" {
  input = var.name
}

output "ready" {
  value      = true
  depends_on = [terraform_data.this]
}
