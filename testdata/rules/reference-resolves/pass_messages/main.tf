variable "region" {
  type = string
}

variable "hint" {}

output "region" {
  value = var.region
  precondition {
    condition     = var.region != ""
    error_message = 1
  }
  precondition {
    condition     = var.region != "x"
    error_message = var.hint
  }
}

check "region" {
  assert {
    condition     = startswith(var.region, "eu-")
    error_message = try(var.hint.text, "It is ${var.region}.")
  }
}

# These messages Terraform reads only where the condition does not hold.
variable "name" {
  type = string
  validation {
    condition     = var.name != ""
    error_message = null
  }
}

resource "terraform_data" "name" {
  lifecycle {
    precondition {
      condition     = var.name != ""
      error_message = []
    }
  }
}
