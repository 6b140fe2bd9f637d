terraform {
  required_version = ">= 1.9"

  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.126"
    }
  }

  backend "s3" {
    bucket = "acme-terraform-state"
    key    = "platform.tfstate"
    region = "eu-west-1"
  }
}

provider "databricks" {
  host = var.workspace_host
}

variable "workspace_host" {
  type = string
}

# Two domains with four jobs each: eight callers of modules/python-job, two levels down.
module "domain" {
  source   = "../../modules/domain"
  for_each = toset(["finance", "people"])

  name         = "prod_${each.key}"
  storage_root = "s3://acme-${each.key}/managed"
  schemas      = ["raw", "curated"]

  jobs = {
    load   = "load.py"
    clean  = "clean.py"
    verify = "verify.py"
    report = "report.py"
  }
}
