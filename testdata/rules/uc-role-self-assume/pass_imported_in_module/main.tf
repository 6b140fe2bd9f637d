variable "account" {
  type = string
}

import {
  for_each = [{ area = "eu", role = "uc-eu" }]
  to       = module.area[each.value.area].aws_iam_role.this
  id       = each.value.role
}

module "area" {
  source   = "./area"
  for_each = toset(["eu"])
  name     = "uc-${each.key}"
  account  = var.account
}
