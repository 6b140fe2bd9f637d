variable "name" {
  description = "Job name, environment first."
  type        = string
}

variable "source_root" {
  description = "Workspace folder of the deployed release."
  type        = string
}

variable "environment_version" {
  description = "Serverless environment version."
  type        = string
}

variable "dependencies" {
  description = "Packages, each with its exact version."
  type        = list(string)
}

variable "tasks" {
  description = "Tasks by key: a file under source_root, its parameters, and the tasks it waits for."
  type = map(object({
    file       = string
    parameters = optional(list(string), [])
    after      = optional(set(string), [])
  }))

  validation {
    condition     = alltrue([for t in values(var.tasks) : alltrue([for a in t.after : contains(keys(var.tasks), a)])])
    error_message = "A task can only wait for a task of the same job."
  }
}

variable "cron" {
  description = "Quartz expression in UTC; null for a job that is run by hand."
  type        = string
  default     = null
}

variable "service_principal_id" {
  description = "Application id of the service principal that the job runs as."
  type        = string
}

variable "operators" {
  description = "Group that may start and cancel runs."
  type        = string
}

variable "tags" {
  description = "Tags of the job."
  type        = map(string)
  default     = {}
}
