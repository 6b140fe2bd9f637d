resource "terraform_data" "pre" {
  lifecycle {
    precondition {
      condition     = terraform_data.pre.input == 1 # expect: reference-resolves
      error_message = "Must be one."
    }
  }
}

resource "terraform_data" "post" {
  count = 1
  lifecycle {
    postcondition {
      condition     = terraform_data.post[0].input == 1 # expect: reference-resolves
      error_message = "Must be one."
    }
  }
}

resource "terraform_data" "message" {
  lifecycle {
    postcondition {
      condition     = self.id != ""
      error_message = "Must be one, is ${resource.terraform_data.message.input}." # expect: reference-resolves
    }
  }
}

data "terraform_remote_state" "data" {
  backend = "local"
  lifecycle {
    postcondition {
      condition     = data.terraform_remote_state.data.backend == "local" # expect: reference-resolves
      error_message = "Must be local."
    }
  }
}

# Provisioners and connections may name it.
resource "terraform_data" "provisioner" {
  connection {
    host = terraform_data.provisioner.id
  }
  provisioner "local-exec" {
    command = "echo ${terraform_data.provisioner.id}"
  }
}
