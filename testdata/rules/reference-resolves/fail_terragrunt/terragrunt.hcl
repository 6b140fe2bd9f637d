inputs = {}
# problems: Terraform does not read this file
