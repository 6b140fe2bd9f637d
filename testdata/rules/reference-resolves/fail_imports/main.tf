resource "terraform_data" "each" {
  for_each = { a = 1 }
}

import {
  for_each = { a = { id = "1" } }
  to       = terraform_data.each[each.key]
  id       = each.value.idd # expect: reference-resolves
}

# Of one instance of several Terraform writes no configuration.
import {
  to = terraform_data.eech["a"] # expect: reference-resolves
  id = "1"
}

import {
  to = resource.terraform_data.gone[0] # expect: reference-resolves
  id = "1"
}

# Of a whole resource it does.
import {
  to = terraform_data.to_be_written
  id = "1"
}
