removed {
  from = terraform_data.forgotten
  lifecycle = { # expect: known-schema
    destroy = false
  }
}

removed {
  from = terraform_data.destroyed
  lifecycle {
    destroy = true
  }
}
