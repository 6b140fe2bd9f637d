variable "name" {
  type = string
}

variable "file" {
  type    = string
  default = "run.py"
}
