variable "amount" {
  type    = number
  default = "1"
}

module "m" {
  source = "./m"
}

resource "terraform_data" "new" {}

moved {
  from = terraform_data.old
  to   = terraform_data.new
}
