import {
  to = terraform_data.imported["a"]
  id = terraform_data.named.id
}

resource "terraform_data" "imported" {
  for_each = { a = 1 }
  input    = terraform_data.named.id
}

resource "terraform_data" "named" {}
