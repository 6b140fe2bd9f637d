variable "name" {
  type    = string
  default = "data"
}
