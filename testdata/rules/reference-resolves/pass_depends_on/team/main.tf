resource "terraform_data" "group" {}
