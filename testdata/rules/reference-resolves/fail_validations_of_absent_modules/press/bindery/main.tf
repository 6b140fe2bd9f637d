variable "thread" {
  default = "cotton"

  validation {
    condition     = length(var.thread + 1) > 0 # expect: reference-resolves
    error_message = "There is no thread."
  }
}
