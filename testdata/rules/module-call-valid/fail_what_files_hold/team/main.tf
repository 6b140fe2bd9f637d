variable "settings" {
  type = object({
    region  = string
    subnets = list(string)
  })
}
