# What is imported waits for what says by which id, and from where there are several.
import {
  to = terraform_data.imported["a"]
  id = local.id
}

resource "terraform_data" "imported" { # expect: reference-resolves
  for_each = { a = 1 }
}

locals {
  id = "${terraform_data.imported["a"].id}-2"
}

import {
  for_each = { a = terraform_data.before.id }
  to       = terraform_data.several[each.key]
  id       = each.value
}

resource "terraform_data" "several" { # expect: reference-resolves
  for_each = { a = 1 }
}

resource "terraform_data" "before" {
  input = terraform_data.several["a"].id
}
