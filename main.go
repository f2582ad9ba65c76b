// Command kubeid shows where you can go, who you are there, and until when.
package main

func main() {}
