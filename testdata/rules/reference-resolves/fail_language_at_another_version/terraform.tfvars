limit = 3
editions = {
  daily = { paper = "A3" }
}
