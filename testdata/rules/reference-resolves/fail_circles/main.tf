# What a resource waits for beside its arguments.
resource "terraform_data" "precondition" { # expect: reference-resolves
  lifecycle {
    precondition {
      condition     = terraform_data.after_precondition.id != ""
      error_message = "It must be there."
    }
  }
}

resource "terraform_data" "after_precondition" {
  input = terraform_data.precondition.id
}

resource "terraform_data" "message" { # expect: reference-resolves
  lifecycle {
    postcondition {
      condition     = self.id != ""
      error_message = "It is not ${terraform_data.after_message.id}."
    }
  }
}

resource "terraform_data" "after_message" {
  input = terraform_data.message.id
}

resource "terraform_data" "triggered" { # expect: reference-resolves
  lifecycle {
    replace_triggered_by = [terraform_data.after_triggered]
  }
}

resource "terraform_data" "after_triggered" {
  input = terraform_data.triggered.id
}

resource "terraform_data" "provisioned" { # expect: reference-resolves
  connection {
    host = terraform_data.after_provisioned.id
  }
  provisioner "remote-exec" {
    inline = ["true"]
  }
}

resource "terraform_data" "after_provisioned" { 
  provisioner "local-exec" {
    command = "echo ${terraform_data.provisioned.id}"
  }
}

# What a variable is compared with needs it.
variable "region" {
  type = string
  validation {
    condition     = var.region != local.other
    error_message = "It must be another one."
  }
}

locals {
  other = "${var.region}-2" # expect: reference-resolves
}

# The output waits for a resource that needs the variable.
module "late" { # expect: reference-resolves
  source = "./late"
  name   = module.late.ready
}

# The configuration needs what is made with it.
provider "databricks" { # expect: reference-resolves
  alias = "made"
  host  = module.workspace.url
}

module "workspace" {
  source    = "./workspace"
  providers = { databricks = databricks.made }
}
