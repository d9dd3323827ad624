"""Sphinx's settings for the course's web pages. `autograder site` lays the sources out and calls Sphinx with them."""

project = "handgrad"
extensions = ["myst_nb", "sphinxcontrib.katex"]
language = "en"
html_theme = "furo"
html_title = "handgrad"
html_static_path = ["static"]
html_js_files = ["explorer.js"]
html_copy_source = False
html_show_copyright = False  # the index names the licences

myst_enable_extensions = ["amsmath", "dollarmath"]
myst_dmath_double_inline = True  # a formula between $$ stands on its own, inside a quotation too
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # a lone heading of the third level before the first of the second is fine
nb_execution_mode = "off"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # its default loads from another host
nb_render_image_options = {"alt": "The figure that this code draws"}

# KaTeX comes with the extension. It writes MathML, which browsers draw themselves, with no style sheet and no fonts.
katex_options = "output: 'mathml', throwOnError: true"
katex_css_path = "site.css"
