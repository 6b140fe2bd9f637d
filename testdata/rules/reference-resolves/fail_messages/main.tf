variable "region" {
  type = string
}

variable "hints" {
  type = list(string)
}

locals {
  hint = { text = null }
}

output "region" {
  value = var.region
  precondition {
    condition     = var.region != ""
    error_message = ["It must", "be there."] # expect: reference-resolves
  }
}

output "hints" {
  value = var.hints
  precondition {
    condition     = length(var.hints) > 0
    error_message = var.hints # expect: reference-resolves
  }
}

check "region" {
  assert {
    condition     = startswith(var.region, "eu-")
    error_message = local.hint.text # expect: reference-resolves
  }
}

check "hints" {
  assert {
    condition     = length(var.hints) > 0
    error_message = tostring(null) # expect: reference-resolves
  }
}
