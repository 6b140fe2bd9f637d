variable "paper" {
  type = string

  validation {
    condition     = var.paper + 1 > 3
    error_message = "The paper is too small."
  }
}

variable "ink" {
  default = "black"

  validation {
    condition     = can(var.ink + 1) || length(var.ink) > 0
    error_message = "There is no ink."
  }
}
