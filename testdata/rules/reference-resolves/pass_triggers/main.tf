variable "name" {
  type = string
}

resource "terraform_data" "one" {}

resource "terraform_data" "two" {
  count = 2
}

resource "terraform_data" "by_name" {
  for_each = { a = "x", b = "y" }
}

resource "terraform_data" "by_key" {
  for_each = { a = 1 }
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.key].output, terraform_data.by_name]
  }
}

resource "terraform_data" "by_number" {
  count = 2
  lifecycle {
    replace_triggered_by = [terraform_data.two[count.index].id, terraform_data.two, terraform_data.two[1]]
  }
}

resource "terraform_data" "some" {
  for_each = toset([var.name])
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.key]]
  }
}

resource "terraform_data" "none" {
  for_each = {}
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.key], terraform_data.one]
  }
}
