variable "name" {
  description = "Name of the network and prefix of what is in it."
  type        = string
}

variable "region" {
  description = "AWS region."
  type        = string
}

variable "cidr" {
  description = "Address range of the network."
  type        = string

  validation {
    condition     = can(cidrnetmask(var.cidr))
    error_message = "The range must be in CIDR notation."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
