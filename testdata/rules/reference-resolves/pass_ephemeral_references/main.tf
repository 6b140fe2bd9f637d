variable "extra" {
  type      = number
  ephemeral = true
}

ephemeral "random_password" "a" {
  for_each = { short = 8 }
  length   = each.value + length(each.key)
  lifecycle {
    postcondition {
      condition     = self.result != ""
      error_message = "It must not be empty."
    }
  }
}

ephemeral "random_password" "b" {
  count      = 1
  length     = length(ephemeral.random_password.a["short"].result) + count.index + var.extra
  depends_on = [terraform_data.before]
}

resource "terraform_data" "before" {}
