variable "databricks_account_id" {
  description = "Databricks account (UUID), from the account console."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.databricks_account_id))
    error_message = "The Databricks account id is a UUID; an AWS account number has twelve digits and belongs to aws_account_id."
  }
}

variable "aws_account_id" {
  description = "AWS account that holds the buckets, roles and networks."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "An AWS account number has twelve digits."
  }
}

variable "prefix" {
  description = "Prefix of every name that this platform owns."
  type        = string
  default     = "acme"
}

variable "eu_workspaces" {
  description = "Workspaces in the European region, by environment."
  type = map(object({
    cidr = string
  }))
}

variable "us_cidr" {
  description = "Address range of the American production workspace."
  type        = string
}

variable "groups" {
  description = "Groups that the identity provider sends to the account by SCIM. Terraform looks them up and never makes them."
  type        = set(string)
}

variable "workspace_access" {
  description = "Which account group may enter which workspace, and as what."
  type = map(object({
    workspace = string
    group     = string
    role      = optional(string, "USER")
  }))

  validation {
    condition     = alltrue([for a in values(var.workspace_access) : contains(["USER", "ADMIN"], a.role)])
    error_message = "A workspace role is USER or ADMIN."
  }
}

variable "prod_schemas" {
  description = "Schemas of the production catalog, and which groups read and write them."
  type = map(object({
    comment = string
    readers = optional(set(string), [])
    writers = optional(set(string), [])
  }))
}

variable "dev_schemas" {
  description = "Schemas of the development catalog."
  type = map(object({
    comment = string
    readers = optional(set(string), [])
    writers = optional(set(string), [])
  }))
}
