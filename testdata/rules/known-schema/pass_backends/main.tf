variable "state" {
  type = map(string)
}

variable "key" {
  type = string
}

data "terraform_remote_state" "input" {
  backend = "s3"
  config  = var.state
}

data "terraform_remote_state" "s3" {
  backend = "s3"
  config = {
    bucket     = "states"
    key        = var.key
    new_option = true
  }
}

data "terraform_remote_state" "local" {
  backend = "local"
  config  = { path = "../terraform.tfstate" }
}

data "terraform_remote_state" "other" {
  backend = "http"
  config  = { address = "https://example.com" }
}

# In a module that is called it is not looked at.
module "child" {
  source = "./child"
}
