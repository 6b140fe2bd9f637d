variable "list" {
  default = 2
  validation {
    condition     = [var.list] # expect: reference-resolves
    error_message = "It must be 1."
  }
}

variable "null" {
  default = 2
  validation {
    condition     = var.null == 2 ? null : null # expect: reference-resolves
    error_message = "It must be 1."
  }
}

resource "terraform_data" "made" {}

output "made" {
  value = terraform_data.made.id
  precondition {
    condition     = [terraform_data.made.id] # expect: reference-resolves
    error_message = "It must be there."
  }
}
