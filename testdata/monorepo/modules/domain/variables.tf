variable "name" {
  type = string
}

variable "storage_root" {
  type = string
}

variable "schemas" {
  type    = list(string)
  default = []
}

variable "jobs" {
  type    = map(string)
  default = {}
}
