variable "group" {
  type = object({ id = string, name = string })
}
