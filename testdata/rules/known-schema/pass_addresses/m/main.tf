resource "terraform_data" "inner" {}

resource "terraform_data" "by_name" {
  for_each = toset(["a"])
}

module "n" {
  source = "./n"
}
