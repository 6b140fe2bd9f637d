resource "terraform_data" "each" {
  for_each = { a = 1 }
}

import {
  for_each = { a = { id = "1" } }
  to       = terraform_data.each[each.key]
  id       = each.value.idd # expect: reference-resolves
}
