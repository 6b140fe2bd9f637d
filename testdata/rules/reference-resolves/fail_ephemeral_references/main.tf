ephemeral "random_password" "a" {
  for_each = local.nope  # expect: reference-resolves
  length   = var.missing # expect: reference-resolves
}

ephemeral "random_password" "b" {
  length = module.nope.x # expect: reference-resolves
}

ephemeral "random_password" "c" {
  length     = each.value            # expect: reference-resolves
  depends_on = [terraform_data.nope] # expect: reference-resolves
}

ephemeral "random_password" "d" {
  length = 1
  lifecycle {
    precondition {
      condition     = ephemeral.random_password.d.result != "" # expect: reference-resolves
      error_message = "It must not be empty."
    }
    postcondition {
      condition     = self.result != ""
      error_message = "It is ${local.nope}." # expect: reference-resolves
    }
  }
}
