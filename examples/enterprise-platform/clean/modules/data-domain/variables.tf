variable "catalog" {
  description = "Catalog name, environment first."
  type        = string
}

variable "comment" {
  type    = string
  default = null
}

variable "storage_root" {
  description = "Managed storage, under an external location."
  type        = string
}

variable "owner" {
  description = "Group that owns the catalog and its schemas."
  type        = string
}

variable "workspace_ids" {
  description = "Workspaces from which the catalog can be used."
  type        = list(number)
}

variable "schemas" {
  description = "Schemas with their readers and writers (group names)."
  type = map(object({
    comment = string
    readers = optional(set(string), [])
    writers = optional(set(string), [])
  }))
}

variable "catalog_grants" {
  description = "Further privileges on the catalog, by group. USE_CATALOG is added."
  type        = map(list(string))
  default     = {}
}
