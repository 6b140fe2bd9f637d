terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

variable "stage" {
  type = string
}

variable "hosts" {
  type = map(string)
}

variable "auditors" {
  type = set(string)
}

variable "guests" {
  type = set(string)
}

provider "databricks" {
  host = var.hosts[var.stage] # expect: reference-resolves
}

# Nothing uses it, and Terraform does not ask for it.
provider "databricks" {
  alias = "archive"
  host  = var.hosts["archive"]
}

resource "databricks_grants" "ledger" {
  catalog = "ledger"

  # This run has auditors.
  dynamic "grant" {
    for_each = var.auditors
    content {
      principal  = each.value # expect: reference-resolves
      privileges = ["USE_CATALOG"]
    }
  }

  # And no guests: that is a warning.
  dynamic "grant" {
    for_each = var.guests
    content {
      principal  = each.value # expect: reference-resolves
      privileges = ["USE_CATALOG"]
    }
  }
}

resource "databricks_grants" "payroll" {
  catalog = "payroll"

  dynamic "grant" {
    for_each = var.auditors
    iterator = auditor
    content {
      principal  = grant.value # expect: reference-resolves
      privileges = ["USE_CATALOG"]
    }
  }
}

import {
  to = databricks_grants.ledger
  id = "catalog/${var.hosts["live"]}" # expect: reference-resolves
}

check "hosts" {
  assert {
    condition     = var.hosts["live"] != "" # expect: reference-resolves
    error_message = "There is no host."
  }
}
