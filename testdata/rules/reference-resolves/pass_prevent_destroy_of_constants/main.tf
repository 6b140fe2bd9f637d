resource "terraform_data" "text" {
  lifecycle {
    prevent_destroy = "${true}"
  }
}

resource "terraform_data" "not" {
  lifecycle {
    prevent_destroy = !(1 == 2)
  }
}

removed {
  from = terraform_data.kept
  lifecycle {
    destroy = 1 == 2
  }
}
