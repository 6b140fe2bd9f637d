terraform {
  required_providers {
    cloud = {
      source = "example/cloud"
    }
  }
}
