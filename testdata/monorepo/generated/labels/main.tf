# In a directory that git ignores, but called by roots/legacy-json: loaded as a module, never as a root.
variable "team" {
  type = string
}

output "tags" {
  value = { team = var.team }
}
