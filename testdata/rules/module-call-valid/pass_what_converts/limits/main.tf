variable "first" {
  type = object({ hours = optional(number, 1), days = optional(list(string), []) })
}

variable "second" {
  type = object({ hours = optional(number, 1), days = optional(list(string), []) })
}

variable "third" {
  type = object({ hours = optional(number, 1), days = optional(list(string), []) })
}
