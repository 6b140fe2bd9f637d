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

resource "terraform_data" "negative" {
  lifecycle {
    prevent_destroy = -1 # expect: reference-resolves
  }
}

resource "terraform_data" "sum" {
  lifecycle {
    prevent_destroy = 1 + 1 # expect: reference-resolves
  }
}

resource "terraform_data" "one" {
  lifecycle {
    prevent_destroy = "1"
  }
}
