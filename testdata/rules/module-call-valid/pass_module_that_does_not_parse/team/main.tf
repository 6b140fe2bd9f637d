# problems
variable "other" {
  type = string
}

variable "name" {
  type = 
