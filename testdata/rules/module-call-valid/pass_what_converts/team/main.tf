variable "name" {
  type = string
}

variable "members" {
  type = list(string)
}

variable "settings" {
  type = object({ retries = optional(number, 3) })
}

variable "choice" {
  type = object({ a = string })
}

variable "untyped" {}

variable "rest" {
  default = null
}
