"""What WeasyPrint leaves undone for a file that is PDF/A-3a and PDF/UA-1 at once."""

import pydyf

# WeasyPrint claims one standard per file. The identifier of PDF/UA is not among the properties that PDF/A knows, so it
# comes with its own schema (ISO 19005-3, 6.6.2.3).
PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END_OF_METADATA = b"</rdf:RDF>"
LF_END, CRLF_END = b"\nendstream", b"\r\nendstream"


class UnknownCharacters(Exception):
    """The fonts of this machine have no glyph for these code points: `args[0]`."""


def conform(document, pdf: pydyf.PDF) -> None:
    """A finisher for WeasyPrint's `write_pdf`."""
    unknown = {code for font in document.fonts.values() for code in font.missing}
    if unknown:
        raise UnknownCharacters(unknown)
    _claim_accessibility(pdf)
    _order_lists(pdf)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and "Interpolate" in item.extra:
            item.extra["Interpolate"] = "false"  # an archived image is shown as it is (ISO 19005-3, 6.2.8.1)


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    metadata.stream = [metadata.stream[0].replace(END_OF_METADATA, PDF_UA + END_OF_METADATA)]
    metadata.compress = False  # every archive can read it


def _order_lists(pdf: pydyf.PDF) -> None:
    """A list holds items and lists, an item its label and one body (ISO 14289-1, 7.6). WeasyPrint leaves the groups of
    a <dl> and the paragraphs of an <li> where they are."""
    elements = [
        item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
    ]
    for element in elements:
        if element["S"] == "/Div" and _referred(pdf, element["P"]).get("S") == "/L":
            element["S"] = "/L"
        if element["S"] == "/LI":
            _give_one_body(pdf, element)


def _give_one_body(pdf: pydyf.PDF, item: pydyf.Dictionary) -> None:
    kinds = {part: _referred(pdf, part)["S"] for part in item["K"]}
    parts = [part for part, kind in kinds.items() if kind != "/Lbl"]
    if all(kinds[part] == "/LBody" for part in parts):
        return
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(parts), "Pg": item["Pg"], "P": item.reference}
    )
    pdf.add_object(body)
    for part in parts:
        child = _referred(pdf, part)
        child["P"] = body.reference
        if child["S"] == "/LBody":
            child["S"] = "/Div"
    item["K"] = pydyf.Array([part for part in item["K"] if part not in parts] + [body.reference])


def _referred(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    return pdf.objects[int(reference.split()[0])]


def _unambiguous(stream: pydyf.Stream) -> bytes:
    """A stream that happens to end with CR, and then the LF before `endstream`: read together they are one end of line,
    the stream is a byte shorter than it says, and one file in eighty fails validation (ISO 19005-3, 6.1.7.1)."""
    data = _written(stream)
    return data.removesuffix(LF_END) + CRLF_END if data.endswith(CRLF_END) else data


_written = pydyf.Stream.data.fget
pydyf.Stream.data = property(_unambiguous)
