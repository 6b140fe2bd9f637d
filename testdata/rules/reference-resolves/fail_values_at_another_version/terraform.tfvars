domains = {
  freight = { owners = "freight-owners", readers = [{ name = "dispatch" }] }
}
