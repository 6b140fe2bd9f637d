variable "name" {
  type    = string
  default = "us-west-2"
  validation {
    condition     = startswith(var.name, "eu-")
    error_message = "the region `${var.name}` must be one of the EU"
  }
}
