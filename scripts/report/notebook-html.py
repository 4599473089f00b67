"""Turns executed notebooks and Markdown files into pieces of HTML, by nbconvert and the template beside this file.

    notebook-html.py RESULT.json NOTEBOOK.ipynb ... TABLE.md ...

Writes JSON: {path: html}. Formulas are left as <span class="math">, figures as <!--figure CELL OUTPUT-->:
what fills them in is not Python's.
"""

import html
import json
import pathlib
import sys

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

HERE = pathlib.Path(__file__).resolve().parent


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


def notebook(path, exporter):
    content = nbformat.read(path, as_version=4)
    for i, cell in enumerate(content.cells):
        for j, output in enumerate(cell.get("outputs", [])):
            if "metadata" in output:
                output.metadata["figure"] = f"{i} {j}"
    return exporter.from_notebook_node(content)[0]


def main():
    result, *files = sys.argv[1:]
    exporter = HTMLExporter(template_name=HERE.joinpath("template").name, extra_template_basedirs=[str(HERE)])
    exporter.register_filter("markdown2html", markdown)
    pieces = {}
    for path in map(pathlib.Path, files):
        pieces[str(path)] = notebook(path, exporter) if path.suffix == ".ipynb" else markdown(path.read_text())
    pathlib.Path(result).write_text(json.dumps(pieces))


if __name__ == "__main__":
    main()
