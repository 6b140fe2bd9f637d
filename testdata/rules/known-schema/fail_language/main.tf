variable "amount" {
  type    = number
  default = "many" # expect: known-schema
}

variable "name" {
  kind = string # expect: known-schema
}
