variable "name" {
  type     = string
  default  = "eu-central-1"
  nullable = false
  validation {
    condition     = startswith(var.name, "eu-") && length(var.others) >= 0
    error_message = "the region must be one of the EU"
  }
}

variable "others" {
  type    = list(string)
  default = []
}
