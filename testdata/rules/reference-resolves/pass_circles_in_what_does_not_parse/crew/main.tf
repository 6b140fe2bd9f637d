variable "lead" {}
