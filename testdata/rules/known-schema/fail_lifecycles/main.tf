removed {
  from = terraform_data.old
  lifecycle {
    destroy = true
    notes { # expect: known-schema
    }
  }
}

ephemeral "random_password" "short" {
  length = 8
  lifecycle {
    prevent_destroy = true # expect: known-schema
  }
}

removed {
  from = terraform_data.number
  lifecycle {
    destroy = -1 # expect: known-schema
  }
}
