variable "name" {
  description = "Workspace name, also the prefix of its role, bucket and network."
  type        = string
}

variable "region" {
  description = "AWS region of the workspace; the aws provider passed in must be of the same region."
  type        = string
}

variable "cidr" {
  description = "Address range of the workspace's network."
  type        = string
}

variable "databricks_account_id" {
  description = "Databricks account (UUID)."
  type        = string
}

variable "tags" {
  description = "Tags of the workspace and of what belongs to it."
  type        = map(string)
  default     = {}
}
