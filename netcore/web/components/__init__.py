"""What the browser runs: a folder a component, with its Python, JavaScript and CSS."""
