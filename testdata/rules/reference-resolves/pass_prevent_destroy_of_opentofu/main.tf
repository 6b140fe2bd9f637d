variable "keep" {
  type = bool
}

resource "terraform_data" "input" {
  lifecycle {
    prevent_destroy = var.keep
  }
}
