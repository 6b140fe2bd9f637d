variable "paper" {
  type = string

  validation {
    condition     = var.paper > 3 # expect: reference-resolves
    error_message = "The paper is too small."
  }
}

variable "ink" {
  default = "black"

  validation {
    condition     = var.ink + 1 > 0 # expect: reference-resolves
    error_message = "There is no ink."
  }
}

module "bindery" {
  source = "./bindery"
}
