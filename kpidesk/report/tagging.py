"""The document's structure for screen readers: marked content, structure tree, parent tree.

reportlab writes no tags; these are the objects of ISO 32000-1, section 14.7, written as plain bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc

Edges = tuple[float, float, float, float]
"""Left, upper, right and lower edge as the file counts: from the left lower corner, y up."""


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose bytes are ready."""

    __RefOnly__ = 1

    def __init__(self, body: bytes = b"") -> None:
        self.body = body

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - reportlab gives it
        """The bytes as they stand."""
        return self.body


@dataclass
class Node:
    """One element; ``kids`` are elements, marked content (page, id) and annotation references."""

    kind: str
    parent: Node | None = None
    alt: str = ""
    scope: str = ""
    span: int = 1
    box: Edges | None = None
    kids: list[Node | tuple[int, int] | tuple[int, str]] = field(default_factory=list)
    ref: str = ""


def hex_text(text: str) -> bytes:
    """A text string object, UTF-16 with a mark."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


class StructureTree:
    """Collects elements while pages are drawn and writes them at the end."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self.current = self.root
        self.marks: list[list[Node]] = []
        self.links: list[tuple[Node, int]] = []

    def open(self, node: Node) -> None:
        """Begin an element inside the current one."""
        node.parent = self.current
        self.current.kids.append(node)
        self.current = node

    def close(self) -> None:
        """End the current element; one that holds nothing leaves no trace."""
        node, parent = self.current, self.current.parent
        assert parent is not None
        if not node.kids and node.kind not in ("TD", "TH"):
            parent.kids.remove(node)
        self.current = parent

    def begin_page(self) -> None:
        """Number marked content from 0 again."""
        self.marks.append([])

    def mark(self) -> int:
        """A new piece of marked content in the current element; returns its id on this page."""
        mcid = len(self.marks[-1])
        self.marks[-1].append(self.current)
        self.current.kids.append((len(self.marks) - 1, mcid))
        return mcid

    def write(self, document: Any, page_refs: list[str]) -> Any:
        """Put every element into the file; returns the structure tree root."""
        reserved: list[tuple[Node, Raw]] = []
        self._reserve(document, self.root, reserved)
        root = Raw()
        root_ref = reference(document, root)
        for node, raw in reserved:
            raw.body = _body(node, node.parent.ref if node.parent else root_ref, page_refs)
        tree = Raw(self._parent_tree())
        next_key = len(self.marks) + len(self.links)
        root.body = (
            f"<< /Type /StructTreeRoot /K {self.root.ref} /ParentTree {reference(document, tree)} "
            f"/ParentTreeNextKey {next_key} >>"
        ).encode()
        return root

    def _reserve(self, document: Any, node: Node, found: list[tuple[Node, Raw]]) -> None:
        waiting = [node]
        while waiting:
            one = waiting.pop()
            raw = Raw()
            one.ref = reference(document, raw)
            found.append((one, raw))
            waiting.extend(k for k in reversed(one.kids) if isinstance(k, Node))

    def _parent_tree(self) -> bytes:
        parts = [f"{i} [{' '.join(n.ref for n in nodes)}]" for i, nodes in enumerate(self.marks)]
        parts += [f"{len(self.marks) + i} {node.ref}" for i, (node, _page) in enumerate(self.links)]
        return ("<< /Nums [" + "\n".join(parts) + "] >>").encode()


def reference(document: Any, raw: Any) -> str:
    """Register an object; returns ``12 0 R``."""
    document.Reference(raw)
    number, version = document.idToObjectNumberAndVersion[raw.__InternalName__]
    return f"{number} {version} R"


def _body(node: Node, parent: str, pages: list[str]) -> bytes:
    home = next((k[0] for k in node.kids if isinstance(k, tuple)), None)
    parts = [f"<< /Type /StructElem /S /{node.kind} /P {parent}".encode()]
    if home is not None:
        parts.append(f"/Pg {pages[home]}".encode())
    parts.append(b"/K [" + b" ".join(_kid(k, home, pages) for k in node.kids) + b"]")
    if node.alt:
        parts.append(b"/Alt " + hex_text(node.alt))
    attributes = _attributes(node)
    if attributes:
        parts.append(b"/A " + attributes)
    return b" ".join(parts) + b" >>"


def _kid(kid: Node | tuple[int, int] | tuple[int, str], home: int | None, pages: list[str]) -> bytes:
    if isinstance(kid, Node):
        return kid.ref.encode()
    page, what = kid
    if isinstance(what, str):
        return f"<< /Type /OBJR /Obj {what} /Pg {pages[page]} >>".encode()
    if page == home:
        return str(what).encode()
    return f"<< /Type /MCR /Pg {pages[page]} /MCID {what} >>".encode()


def _attributes(node: Node) -> bytes:
    if node.box is not None:
        left, top, right, bottom = node.box
        return f"<< /O /Layout /Placement /Block /BBox [{left:.2f} {top:.2f} {right:.2f} {bottom:.2f}] >>".encode()
    parts = []
    if node.scope:
        parts.append(f"/Scope /{node.scope}")
    if node.span > 1:
        parts.append(f"/ColSpan {node.span}")
    return f"<< /O /Table {' '.join(parts)} >>".encode() if parts else b""
