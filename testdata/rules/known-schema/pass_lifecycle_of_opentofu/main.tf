variable "on" {
  type = bool
}

module "m" {
  source = "./m"
  lifecycle {
    enabled = var.on
  }
}
