variable "name" {
  description = "Name of the storage; the role, the credential and the bucket derive from it."
  type        = string
}

variable "aws_account_id" {
  description = "AWS account of the role."
  type        = string
}

variable "owner" {
  description = "Group that owns the credential and the location."
  type        = string
}
