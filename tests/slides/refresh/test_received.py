"""Files sent as presentations: each refusal is one message that says what to do."""

import io
import zipfile

import pytest

from data.readers import IntakeError
from slides import template
from slides.refresh import received
from slides.refresh.received import checked


def package(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_a_presentation_passes_unchanged() -> None:
    blob = template.OURS.read_bytes()
    assert checked("modele.pptx", blob) is blob


@pytest.mark.parametrize(
    ("blob", "told"),
    [
        (b"", "pas une présentation"),
        (b"%PDF-1.7", "pas une présentation"),
        (b"PK\x03\x04 cut", "abîmé"),
        (package("word/document.xml", b"<a/>"), "un autre document"),
        (package("ppt/presentation.xml", bytes(30 * 1024**2)), "archive piégée"),
    ],
)
def test_what_is_no_presentation_is_named_and_refused(blob: bytes, told: str) -> None:
    with pytest.raises(IntakeError, match=told) as error:
        checked("copil.pptx", blob)
    assert "copil.pptx" in str(error.value)


def test_a_file_beyond_50_mo_is_refused_before_it_is_opened() -> None:
    with pytest.raises(IntakeError, match="50 Mo au plus"):
        checked("copil.pptx", b"PK" + bytes(received.MOST))


def test_a_name_with_a_path_writes_nowhere_else() -> None:
    blob = template.OURS.read_bytes()
    assert checked("../../x/copil.pptx", blob) is blob
