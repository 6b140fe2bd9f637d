variable "group" {
  type = object({ id = string, display_name = string, name = optional(string) })
}
