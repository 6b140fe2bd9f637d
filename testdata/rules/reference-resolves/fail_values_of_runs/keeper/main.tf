variable "kept" {
  type = string
}
