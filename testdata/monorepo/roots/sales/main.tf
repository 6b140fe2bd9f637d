terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = var.workspace_host
}

variable "workspace_host" {
  type = string
}

variable "tables" {
  description = "Tables to refresh every night. The list stands in terraform.tfvars, which git does not know."
  type        = set(string)
  default     = []
}

variable "auto_stop_mins" {
  type    = number
  default = 120
}

# Twelve callers, but only for someone who reads terraform.tfvars.
module "refresh" {
  source   = "../../modules/python-job"
  for_each = var.tables

  name = each.key
}

module "invoices" {
  source = "../../modules/python-job"
  name   = "invoices"
}

module "refunds" {
  source = "../../modules/python-job"
  name   = "refunds"
}

module "quotes" {
  source = "../../modules/python-job"
  name   = "quotes"
}

module "leads" {
  source = "../../modules/python-job"
  name   = "leads"
}

module "accounts" {
  source = "../../modules/python-job"
  name   = "accounts"
}

module "territories" {
  source = "../../modules/python-job"
  name   = "territories"
  file   = "territories.py"
}

resource "databricks_sql_endpoint" "bi" {
  name           = "bi"
  cluster_size   = "Small"
  auto_stop_mins = var.auto_stop_mins
}
