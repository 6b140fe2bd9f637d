variable "keep" {
  type = bool
}

resource "terraform_data" "input" {
  lifecycle {
    prevent_destroy = var.keep # expect: reference-resolves
  }
}

resource "terraform_data" "null" {
  lifecycle {
    prevent_destroy = null # expect: reference-resolves
  }
}

resource "terraform_data" "word" {
  lifecycle {
    prevent_destroy = "true"
  }
}
