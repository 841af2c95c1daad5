"""How the types of databases, files and engines are called here. Pure.

The one table for whatever a machine says of a column (OpenLineage `schema`, Marquez). What stands in it is the
bare name, in lower case: `VARCHAR(20)`, `varchar` and `Varchar (20) COLLATE "C"` are one. A type that is not listed
is kept as text; the machine's own word stays in its facet.
"""

import re
from functools import lru_cache

from catalog.choices import FieldType

NAMES: dict[FieldType, str] = {
    FieldType.STRING: "string str text varchar varchar2 nvarchar nvarchar2 char nchar character bpchar name citext "
    "tinytext mediumtext longtext clob nclob enum set fixedstring xml utf8",
    FieldType.INTEGER: "int integer bigint smallint tinyint mediumint hugeint long short byte serial bigserial "
    "smallserial int2 int4 int8 int16 int32 int64 int128 int256 uint8 uint16 uint32 uint64 uint128 uint256 "
    "utinyint usmallint uinteger ubigint uhugeint byteint year oid",
    FieldType.DECIMAL: "decimal dec numeric number bignumeric bigdecimal decimal32 decimal64 decimal128 decimal256 "
    "money smallmoney currency",
    FieldType.FLOAT: "float double real float2 float4 float8 float16 float32 float64 half binary_float binary_double",
    FieldType.BOOLEAN: "boolean bool bit logical",
    FieldType.DATE: "date date32",
    FieldType.TIME: "time timetz",
    FieldType.DATETIME: "datetime datetime2 datetime64 datetimeoffset smalldatetime timestamp timestamptz "
    "timestampz timestamp_ntz timestamp_ltz timestamp_tz timestamp_s timestamp_ms timestamp_us timestamp_ns "
    "timestampntz timestampltz instant",
    FieldType.UUID: "uuid guid uniqueidentifier",
    FieldType.BINARY: "binary varbinary blob tinyblob mediumblob longblob bytes bytea raw longvarbinary image fixed",
    FieldType.JSON: "json jsonb struct record row object map array list variant super tuple nested union hstore "
    "bson dict",
}
TYPES = {name: ours for ours, names in NAMES.items() for name in names.split()}
_WORD = re.compile(r"\w+")
_LIST = re.compile(r"\[\d*\]\s*$")  # `integer[]`, `integer[3]`
_WRAPPER = re.compile(r"^\s*(?:nullable|lowcardinality)\s*\((.*)\)\s*$", re.IGNORECASE)


@lru_cache(1000)
def field_type_of(native: str) -> str:
    """The code of our type for a machine's word; empty when it says nothing."""
    while wrapped := _WRAPPER.match(native):
        native = wrapped[1]
    if _LIST.search(native):
        return FieldType.JSON.value
    word = _WORD.search(native.lower())
    if word is None:
        return ""
    return TYPES.get(word[0], FieldType.STRING).value
