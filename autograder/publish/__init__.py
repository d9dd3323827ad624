"""From the source to what people open: notebooks, the bundle that students get, the web pages."""
