"""Model fields that keep a value sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from seawall.vault.sealing import Sealed, place
from seawall.vault.server import server_key_for

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A value sealed under its row's data key (vault.sealing). In Python it is a `Sealed`, which only the key opens."""

    def from_db_value(self, value: bytes | None, *_: object) -> Sealed | None:
        """Wrap what the database holds."""
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """Keep a Sealed as it is."""
        return value

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Hand the box to the database. Raises TypeError for anything that is not sealed."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            message = f"{self.name} takes a sealed value only"
            raise TypeError(message)
        return super().get_db_prep_value(value.box, connection, prepared)


class _Box(bytes):
    """Bytes as they came from the database, not opened yet."""


class _ServerSealedAttribute(DeferredAttribute):
    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:  # noqa: ANN401
        value = super().__get__(instance, cls)
        if isinstance(value, _Box) and instance is not None:
            field = cast("ServerSealedTextField", self.field)
            value = field.data_key().open_bytes(value, place(instance, field.attname)).decode() if value else ""
            instance.__dict__[field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:  # noqa: ANN401
        """Keep the value. Without this, Python would hand out what is in the instance and never ask `__get__`."""
        instance.__dict__[self.field.attname] = value


class ServerSealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text under the server key: the running server reads it (a roll, an address), a stolen database does not.

    It can't be filtered or updated in bulk by value: keep a blind index beside it to find a row.
    """

    descriptor_class = _ServerSealedAttribute

    def data_key(self) -> Any:  # noqa: ANN401
        """Return the server's key for this column."""
        return server_key_for(f"{self.model._meta.db_table}.{self.attname}")

    def from_db_value(self, value: bytes | None, *_: object) -> _Box | None:
        """Leave it closed until somebody reads the attribute."""
        return None if value is None else _Box(value)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """Keep text as it is."""
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ANN401, ARG002, FBT001
        """Seal the text for this row."""
        value = getattr(model_instance, self.attname)
        if value is None:
            return None
        return (
            _Box(self.data_key().seal_bytes(value.encode(), place(model_instance, self.attname)))
            if value
            else _Box(b"")
        )

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Hand the box (or nothing: a column added later) to the database. Raises TypeError for clear text: only `save` seals."""
        if value not in {None, b""} and not isinstance(value, _Box):
            message = f"{self.name} is sealed when its row is saved; it cannot be set or found by value"
            raise TypeError(message)
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialise to nothing: what is sealed leaves through an action only."""
        del obj
        return ""
