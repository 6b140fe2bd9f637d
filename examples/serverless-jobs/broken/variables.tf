variable "workspace_host" {
  description = "URL of the workspace that runs the jobs."
  type        = string

  validation {
    condition     = startswith(var.workspace_host, "https://") && !strcontains(var.workspace_host, "accounts.")
    error_message = "Jobs live in a workspace; give its URL, not that of the account console."
  }
}

variable "environment" {
  description = "Which environment this is: dev or prod."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "The environment is dev or prod."
  }
}

variable "environment_version" {
  description = "Serverless environment version of all jobs. Raised on purpose, after a test run."
  type        = string
  default     = "4"
}

variable "release" {
  description = "Release of our own packages; the pipeline copies them to the library volume."
  type        = string
}

variable "service_principal_id" {
  description = "Application id (UUID) of the service principal that the jobs run as."
  type        = string
}

variable "operators" {
  description = "Group of the identity provider that may run jobs by hand."
  type        = string
  default     = "etl-operators"
}

variable "python_jobs" {
  description = "Jobs made of Python files: tasks by key, with the tasks they wait for."
  type = map(object({
    cron         = optional(string)
    dependencies = optional(list(string), [])
    tasks = map(object({
      file       = string
      parameters = optional(list(string), [])
      after      = optional(set(string), [])
    }))
  }))
}
