region = ""
cellar = {
  name  = "north"
  grade = "<grade>"
}
