"""Turns executed notebooks and Markdown files into pieces of HTML, by nbconvert's filters.

    notebook-html.py RESULT.json NOTEBOOK.ipynb ... PAGE.md ...

Writes JSON: for a notebook the list of its pieces in their order, for a Markdown file its HTML. Formulas are left as
<span class="math">, and of a figure only its place is told: what fills them in is not Python's.
"""

import html
import json
import pathlib
import re
import sys

import nbformat
from nbconvert.filters import Highlight2HTML, ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class Renderer(IPythonRenderer):
    """nbconvert's renderer, with formulas marked instead of left for a script."""

    def inline_math(self, body):
        return f'<span class="math">{html.escape(body)}</span>'

    def block_math(self, body):
        return f'<span class="math display">{html.escape(body)}</span>'

    def latex_environment(self, name, body):
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def markdown(source):
    return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)


def shown(output):
    """One output of a cell: the richest form that a page can hold."""
    if output.output_type == "stream":
        return {"kind": "printed", "html": ansi2html(output.text)}
    if output.output_type == "error":
        return {"kind": "printed", "html": ansi2html("\n".join(output.traceback))}
    data = output.data
    if "image/png" in data:
        return {"kind": "figure"}
    if "text/markdown" in data:
        return {"kind": "said", "html": markdown(data["text/markdown"])}
    if "text/html" in data:  # the end of a progress bar
        return {"kind": "note", "html": html.escape(data.get("text/plain", ""))}
    return {"kind": "printed", "html": ansi2html(data.get("text/plain", ""))}


# Names, operators, punctuation and spaces have the colour of the text: marking them makes half of a page's bytes.
UNCOLOURED = re.compile(r'<span class="(?:n|nx|o|p|w)?">([^<]*)</span>|<span></span>')


def coloured(code, highlight):
    """A cell's code with marks only where a colour is."""
    return UNCOLOURED.sub(lambda match: match[1] or "", highlight(code))


def notebook(path):
    content = nbformat.read(path, as_version=4)
    lexer = content.metadata.get("language_info", {}).get("pygments_lexer", "typescript")
    highlight = Highlight2HTML(pygments_lexer=lexer)
    pieces = []
    for i, cell in enumerate(content.cells):
        if cell.cell_type == "markdown":
            pieces.append({"kind": "prose", "cell": i, "html": markdown(cell.source)})
        elif cell.cell_type == "code":
            pieces.append({"kind": "code", "cell": i, "html": coloured(cell.source, highlight)})
            for j, output in enumerate(cell.outputs):
                pieces.append({"cell": i, "output": j, **shown(output)})
    return pieces


def main():
    result, *files = sys.argv[1:]
    pieces = {}
    for path in map(pathlib.Path, files):
        pieces[str(path)] = notebook(path) if path.suffix == ".ipynb" else markdown(path.read_text())
    pathlib.Path(result).write_text(json.dumps(pieces))


if __name__ == "__main__":
    main()
