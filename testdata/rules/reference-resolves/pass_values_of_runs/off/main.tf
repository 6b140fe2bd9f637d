variable "given" {}

resource "terraform_data" "many" {
  count = var.given
}
