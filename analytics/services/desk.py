"""Who asks: a reader, and a memory of what was found for it."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

import pandas as pd

from data.reads import Reader
from data.scope import Scope
from data.store.store import Store

T = TypeVar("T")
P = ParamSpec("P")
Question = tuple[Hashable, ...]


class Desk(Protocol):
    """What a service needs: pages, decks and commands each have one."""

    @property
    def reader(self) -> Reader:
        """Reads of a version, at the level of whoever asks."""

    def remember(self, service: str, most: int, asked: Question, find: Callable[[], Any]) -> Any:
        """Give what `find` gives, found once a reader and question.

        Parameters
        ----------
        service : its full name
        most : answers of it that are worth keeping
        asked : its arguments
        """


@dataclass(frozen=True)
class Held:
    """A desk whose memory lasts as long as the store: of decks and commands."""

    reader: Reader

    def remember(self, service: str, most: int, asked: Question, find: Callable[[], Any]) -> Any:
        """Give what `find` gives, the last `most` answers of a service being kept."""
        answers = self.reader.store.kept(self.reader.scope, _memory)[service]
        if asked in answers:
            return answers[asked]
        found = answers[asked] = find()
        while len(answers) > most:
            answers.pop(next(iter(answers)), None)
        return found


def _memory(store: Store, scope: Scope) -> defaultdict[str, dict[Question, Any]]:
    return defaultdict(dict)


def service(
    most: int = 60,
) -> Callable[[Callable[Concatenate[Desk, P], T]], Callable[Concatenate[Desk, P], T]]:
    """Make a function of a desk a service: it is computed once a question.

    A table is handed out as a copy: what is written into it is not remembered.

    Parameters
    ----------
    most : answers that are worth keeping
    """

    def made(function: Callable[Concatenate[Desk, P], T]) -> Callable[Concatenate[Desk, P], T]:
        name = f"{function.__module__}.{function.__qualname__}"

        @wraps(function)
        def answer(desk: Desk, *asked: P.args, **named: P.kwargs) -> T:
            question = (*asked, *sorted(named.items()))
            found = desk.remember(name, most, question, lambda: function(desk, *asked, **named))
            return cast(T, found.copy(deep=False) if isinstance(found, pd.DataFrame) else found)

        return answer

    return made


def passed(
    most: int, read: Callable[Concatenate[Store, Scope, P], T]
) -> Callable[Concatenate[Desk, P], T]:
    """Make a read of a version a service, as it is.

    Parameters
    ----------
    most : as `service`
    read : of a version, by a reader; its documentation is that of the service
    """

    @wraps(read)
    def asked(desk: Desk, *question: P.args, **named: P.kwargs) -> T:
        return read(*desk.reader.at, *question, **named)

    return service(most)(asked)
