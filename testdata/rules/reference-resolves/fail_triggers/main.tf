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

resource "terraform_data" "by_value" {
  for_each = { x = "a" }
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.value]] # expect: reference-resolves
  }
}

resource "terraform_data" "by_variable" {
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[var.name]] # expect: reference-resolves
  }
}

resource "terraform_data" "by_other_key" {
  for_each = { c = "a" }
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.key]] # expect: reference-resolves
  }
}

resource "terraform_data" "by_number" {
  count = 3
  lifecycle {
    replace_triggered_by = [terraform_data.two[count.index].id] # expect: reference-resolves
  }
}

resource "terraform_data" "of_one" {
  count = 2
  lifecycle {
    replace_triggered_by = [terraform_data.one[count.index]] # expect: reference-resolves
  }
}

resource "terraform_data" "written" {
  lifecycle {
    replace_triggered_by = [terraform_data.by_name["c"]] # expect: reference-resolves
  }
}

resource "terraform_data" "itself" {
  lifecycle {
    replace_triggered_by = [terraform_data.itself] # expect: reference-resolves
  }
}

resource "terraform_data" "without_key" {
  lifecycle {
    replace_triggered_by = [terraform_data.by_name.id] # expect: reference-resolves
  }
}
